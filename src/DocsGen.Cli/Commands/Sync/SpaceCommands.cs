using System.CommandLine;
using System.Globalization;
using System.Text;
using DocsGen.Cli.Inputs;
using DocsGen.Cli.Output;
using DocsGen.Core.Sync;

namespace DocsGen.Cli.Commands.Sync;

/// <summary><c>docsgen space create SLUG</c>.</summary>
internal sealed class SpaceCreateCommand : DocsGenCommand
{
    private readonly Argument<string> slug = new("SLUG") { Description = "Lower-case letters, digits and hyphens" };
    private readonly Option<string?> name = new("--name") { Description = "What people call it (default: the slug)", HelpName = "NAME" };
    private readonly Option<string?> policy = new("--policy") { Description = "A policy as JSON; see 'docsgen space policy'", HelpName = "FILE" };

    public SpaceCreateCommand(Terminal terminal)
        : base("create", "Make a space for live docs", terminal)
    {
        Arguments.Add(slug);
        Options.Add(name);
        Options.Add(policy);
    }

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var wanted = parsed.GetValue(policy) is { } file ? SpacePolicyCommand.Read(session.Absolute(file)) : new();
        var space = SyncOptions.Value(await session.OpenOrMakeSync().Spaces.CreateAsync(SpaceSlug.Parse(parsed.GetValue(slug)!), parsed.GetValue(name), wanted, cancellationToken));
        session.Print.Line($"Space {session.Print.Bold(space.Slug.Value)} is there. Push a folder with '{session.Next.Named($"push DIR --space {space.Slug}")}'.");
        session.Print.Document("space", json => ChangesetJson.Write(json, space));
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen space list</c>.</summary>
internal sealed class SpaceListCommand(Terminal terminal) : DocsGenCommand("list", "List the spaces of the store", terminal)
{
    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var spaces = await session.Sync.Spaces.ListAsync(cancellationToken);
        if (spaces.Count == 0) session.Print.Line("No spaces yet. Make one with 'docsgen space create SLUG'.");
        else
        {
            session.Print.Table(
                ["SPACE", "NAME", "CURSOR", "CHANGESETS"],
                [.. spaces.Select(s => (IReadOnlyList<string>)[s.Slug.Value, s.Name, s.Cursor.ToString(), s.Pushes.ToString(CultureInfo.InvariantCulture)])]);
        }

        session.Print.Document("spaces", json =>
        {
            json.WriteStartArray("spaces");
            foreach (var space in spaces)
            {
                json.WriteStartObject();
                ChangesetJson.WriteBody(json, space);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return ExitCodes.Done;
    }
}

/// <summary><c>docsgen space policy</c>: shows what a space asks of its changesets, or sets it.</summary>
internal sealed class SpacePolicyCommand : DocsGenCommand
{
    private const int MaxBytes = 1024 * 1024;

    private readonly Option<string?> space = SyncOptions.Space();
    private readonly Option<string?> set = new("--set") { Description = "Take the policy from this JSON file", HelpName = "FILE" };

    public SpacePolicyCommand(Terminal terminal)
        : base("policy", "Show or set what a space asks before a publish", terminal)
    {
        Options.Add(space);
        Options.Add(set);
    }

    public static SpacePolicy Read(string path) => SpacePolicy.Parse(TextContent.Of(FileInput.Read(path, MaxBytes)) ?? throw CliError.Usage("policy.unreadable", $"{path} is no UTF-8 text."));

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        if (parsed.GetValue(set) is { } file) found = SyncOptions.Value(await session.Sync.Spaces.SetPolicyAsync(found, Read(session.Absolute(file)), cancellationToken));
        session.Print.Line(Indented(found.Policy.ToJson()));
        session.Print.Document("space", json => ChangesetJson.Write(json, found));
        return ExitCodes.Done;
    }

    private static string Indented(string json)
    {
        using var document = System.Text.Json.JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new System.Text.Json.Utf8JsonWriter(buffer, new() { Indented = true, NewLine = "\n" })) document.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}

/// <summary><c>docsgen space raise-epoch</c>: after the store was restored from a backup by other means than ours.</summary>
internal sealed class SpaceRaiseEpochCommand : DocsGenCommand
{
    private readonly Option<string?> space = SyncOptions.Space();

    public SpaceRaiseEpochCommand(Terminal terminal)
        : base("raise-epoch", "Make every cursor given before foreign, after a restore from a backup", terminal) => Options.Add(space);

    protected override async Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var found = await SyncOptions.FindSpaceAsync(session, parsed.GetValue(space), cancellationToken);
        var after = SyncOptions.Value(await session.Sync.Spaces.RaiseEpochAsync(found, cancellationToken));
        session.Print.Line($"Space {after.Slug} is in epoch {after.Epoch.ToString(CultureInfo.InvariantCulture)}: clients read everything anew.");
        session.Print.Document("space", json => ChangesetJson.Write(json, after));
        return ExitCodes.Done;
    }
}
