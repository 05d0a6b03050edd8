using System.Globalization;
using System.Text.Json;
using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Commands.Run;

/// <summary>The part of <c>run regenerate --replan</c> that shows what would break, and does it only when told <c>--yes</c>.</summary>
internal static class Replanning
{
    public static async Task<int> ExecuteAsync(
        Session session, RunId run, string? profile, IReadOnlyList<string> renames, string reason, bool agreed, bool noDrive, CancellationToken cancellationToken)
    {
        var use = new ReplanFiles(session.Ports);
        var (preview, refusal) = await use.PreviewAsync(run, profile, Words(renames), cancellationToken);
        if (refusal is not null) Decisions.Unwrap(refusal, run);
        Show(session.Print, run, preview!);
        if (!agreed)
        {
            session.Print.Line("Nothing was changed. The same command with --yes does it.");
            session.Print.Document("replan", json => Write(json, run, preview!));
            return ExitCodes.Waiting;
        }

        var answer = await use.ExecuteAsync(run, preview!, reason, session.Actor, cancellationToken);
        return await Decisions.DriveOnAsync(session, Decisions.Unwrap(answer, run), noDrive, cancellationToken);
    }

    private static Dictionary<string, string> Words(IReadOnlyList<string> renames)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var rename in renames)
        {
            var equals = rename.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) throw CliError.Usage("usage", $"--rename is '{rename}'; it looks like 04=base-card-types.");
            words[rename[..equals]] = rename[(equals + 1)..];
        }

        return words;
    }

    private static void Show(Printer print, RunId run, ReplanPreview preview)
    {
        print.Line(string.Create(CultureInfo.InvariantCulture, $"{run}: planned files with profile {preview.Replan.Profile}"));
        foreach (var file in preview.Dropped) print.Line($"  {print.Bad("-")} {file.Name}  dropped");
        foreach (var file in preview.Added) print.Line(string.Create(CultureInfo.InvariantCulture, $"  {print.Good("+")} {file.Name}  missing until phase {file.Phase} drafts it"));
        foreach (var link in preview.Broken) print.Line(string.Create(CultureInfo.InvariantCulture, $"  {print.Notable("!")} {link.File}:{link.Line}:{link.Column}  its link to {link.Target} breaks"));
        print.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{IssueCounts.Count(preview.Dropped.Count, "file")} dropped, {preview.Added.Count} added, {IssueCounts.Count(preview.Broken.Count, "link")} broken. Phase {preview.Phase} is drafted again; later phases are validated again and name what is left to do."));
    }

    private static void Write(Utf8JsonWriter json, RunId run, ReplanPreview preview)
    {
        json.WriteString("runId", run.Value);
        json.WriteString("profile", preview.Replan.Profile);
        json.WriteNumber("phase", preview.Phase);
        WriteFiles(json, "dropped", preview.Dropped);
        WriteFiles(json, "added", preview.Added);
        json.WriteStartArray("brokenLinks");
        foreach (var link in preview.Broken)
        {
            json.WriteStartObject();
            json.WriteString("file", link.File);
            json.WriteNumber("line", link.Line);
            json.WriteNumber("column", link.Column);
            json.WriteString("target", link.Target);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFiles(Utf8JsonWriter json, string name, IReadOnlyList<PlannedFile> files)
    {
        json.WriteStartArray(name);
        foreach (var file in files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("phase", file.Phase);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
