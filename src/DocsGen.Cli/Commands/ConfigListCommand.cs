using System.CommandLine;
using DocsGen.Cli.Output;
using DocsGen.Cli.Settings;

namespace DocsGen.Cli.Commands;

/// <summary><c>docsgen config list [--show-origin]</c>: which settings are in force, and who set them.</summary>
internal sealed class ConfigListCommand : DocsGenCommand
{
    private readonly Option<bool> showOrigin = new("--show-origin") { Description = "Say where each value comes from" };

    public ConfigListCommand(Terminal terminal)
        : base("list", "List the settings that are in force", terminal)
    {
        Options.Add(showOrigin);
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var origin = parsed.GetValue(showOrigin);
        var values = session.Settings.All().ToList();
        // One of the two is in force.
        var (key, other) = session.Place.Database is null ? ("store", "database") : ("database", "store");
        var flagged = parsed.GetValue(GlobalOptions.Store) is not null || parsed.GetValue(GlobalOptions.Database) is not null;
        var from = flagged ? $"flag --{key}" : values.Find(v => v.Key == key)?.Origin ?? "default, by walking up";
        values.RemoveAll(v => v.Key == key || v.Key == other);
        values.Insert(0, new(key, session.Place.ToString(), from));

        session.Print.Table(
            origin ? ["setting", "value", "origin"] : ["setting", "value"],
            [.. values.Select(v => origin ? (IReadOnlyList<string>)[v.Key, v.Value, v.Origin] : [v.Key, v.Value])]);
        session.Print.Document("settings", json =>
        {
            json.WriteStartArray("settings");
            foreach (var value in values)
            {
                json.WriteStartObject();
                json.WriteString("key", value.Key);
                json.WriteString("value", value.Value);
                json.WriteString("origin", value.Origin);
                json.WriteString("description", SettingKey.All.First(k => k.Name == value.Key).Description);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
        return Task.FromResult(ExitCodes.Done);
    }
}
