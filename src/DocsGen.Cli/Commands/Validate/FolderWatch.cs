using System.Globalization;
using System.Threading.Channels;

namespace DocsGen.Cli.Commands.Validate;

/// <summary>Validates, waits until something in the folder changes, and validates again: all issues first, then what is new and what was fixed.</summary>
internal sealed class FolderWatch(Session session, ValidatedFolder folder)
{
    // Editors write a file in several steps; one validation sees them all.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(150);

    private readonly Channel<bool> changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <summary>Goes on until it is canceled; that is how watching ends.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var watcher = new FileSystemWatcher(folder.Path) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        watcher.Changed += (_, _) => changes.Writer.TryWrite(true);
        watcher.Created += (_, _) => changes.Writer.TryWrite(true);
        watcher.Deleted += (_, _) => changes.Writer.TryWrite(true);
        watcher.Renamed += (_, _) => changes.Writer.TryWrite(true);

        // When the system could not keep up, what changed is not known: look at everything.
        watcher.Error += (_, _) => changes.Writer.TryWrite(true);
        watcher.EnableRaisingEvents = true;
        ValidationOutcome? before = null;
        try
        {
            while (true)
            {
                before = Look(before, cancellationToken) ?? before;
                await changes.Reader.ReadAsync(cancellationToken);
                await Task.Delay(Settling, cancellationToken);
                changes.Reader.TryRead(out _);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return before is { Passed: true } ? ExitCodes.Done : ExitCodes.GateFailed;
        }
    }

    private ValidationOutcome? Look(ValidationOutcome? before, CancellationToken cancellationToken)
    {
        try
        {
            var now = ValidationOutcome.Of(folder.Validate(cancellationToken));
            var shown = before is null ? now : now.Against(new(before.Issues, before.Verdict.Hashes())) with { CountsAll = true };
            if (shown.Compared is { New.Count: 0, Fixed.Count: 0 }) return now;
            new ValidationPrint(session, shown).Show(session.Print.Json ? "json line" : "text");
            if (!session.Print.Json) session.Print.Line(string.Create(CultureInfo.InvariantCulture, $"{now.InWords()} Watching {folder.Path}; Ctrl-C ends."));
            session.Terminal.Out.Flush();
            return now;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CliError)
        {
            // A file that goes while it is read, or a folder that is empty for a moment: the next change tells.
            session.Print.Progress($"cannot validate now: {exception.Message}");
            return null;
        }
    }
}
