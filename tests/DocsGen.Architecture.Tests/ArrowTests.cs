using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace DocsGen.Architecture.Tests;

/// <summary>The arrows of docs/architecture.md. A new arrow is a decision, not an accident.</summary>
public sealed partial class ArrowTests
{
    private static readonly Dictionary<string, string[]> Projects = new(StringComparer.Ordinal)
    {
        ["DocsGen.Core"] = [],
        ["DocsGen.Storage"] = ["DocsGen.Core"],
        ["DocsGen.Agents"] = ["DocsGen.Core"],
        ["DocsGen.Client"] = ["DocsGen.Contracts", "DocsGen.Core"],
        ["DocsGen.Contracts"] = [],
        ["DocsGen.Server"] = ["DocsGen.Agents", "DocsGen.Contracts", "DocsGen.Core", "DocsGen.Storage"],
        ["DocsGen.Cli"] = ["DocsGen.Agents", "DocsGen.Client", "DocsGen.Core", "DocsGen.Server", "DocsGen.Storage"],
    };

    // Rooms of Core: each may use those named here, and nothing else of ours. Drafting implements ports that Runs owns, and nobody uses Drafting.
    private static readonly Dictionary<string, string[]> Rooms = new(StringComparer.Ordinal)
    {
        ["Text"] = [],
        ["Artifacts"] = ["Text"],
        ["Formulas"] = ["Text", "Artifacts"],
        ["Validation"] = ["Text", "Artifacts", "Formulas"],
        ["Runs"] = ["Text", "Artifacts", "Formulas", "Validation"],
        ["Access"] = ["Artifacts"],
        ["Sync"] = ["Text", "Artifacts", "Formulas", "Validation", "Access"],
        ["Drafting"] = ["Text", "Artifacts", "Formulas", "Validation", "Runs"],
    };

    // Core does no I/O of its own: what leads outside is not even named in its metadata.
    private static readonly string[] Outside =
    [
        "System.IO.File", "System.IO.Directory", "System.IO.FileStream", "System.IO.FileInfo", "System.IO.DirectoryInfo", "System.IO.Path",
        "System.Console", "System.Diagnostics.Process", "System.Net.Http.", "System.Net.Sockets.", "System.Data.", "Microsoft.Data.", "System.Random",
    ];

    public static TheoryData<string> ProjectNames => [.. Projects.Keys];

    public static TheoryData<string> RoomNames => [.. Rooms.Keys];

    [Theory]
    [MemberData(nameof(ProjectNames))]
    public void A_project_references_only_what_lies_further_in(string project)
    {
        var file = XDocument.Load(Path.Combine(Sources.Root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        references.Where(r => !Projects[project].Contains(r)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_project_and_every_room_of_Core_has_its_arrows_here()
    {
        Directory.GetDirectories(Path.Combine(Sources.Root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(Projects.Keys.Order(StringComparer.Ordinal));
        Directory.GetDirectories(Path.Combine(Sources.Root, "src", "DocsGen.Core")).Select(d => Path.GetFileName(d)!).Where(d => d is not ("bin" or "obj"))
            .Order(StringComparer.Ordinal).ShouldBe(Rooms.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RoomNames))]
    public void A_room_of_Core_uses_only_the_rooms_further_in(string room)
    {
        var wrong =
            from file in Sources.CSharp($"src/DocsGen.Core/{room}")
            from Match use in RoomUse().Matches(File.ReadAllText(file))
            let used = use.Groups["room"].Value
            // Runs and sync meet in this one use case, and nowhere else.
            where used != room && !Rooms[room].Contains(used) && !(used == "Runs" && Path.GetFileName(file) == "PushRunAsChangeset.cs")
            select $"{Sources.Relative(file)} uses {used}";
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Core_names_nothing_that_does_input_or_output()
    {
        using var stream = File.OpenRead(typeof(Core.Artifacts.Artifact).Assembly.Location);
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        var named =
            from handle in metadata.TypeReferences
            let type = metadata.GetTypeReference(handle)
            let name = $"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"
            where Outside.Any(o => o.EndsWith('.') ? name.StartsWith(o, StringComparison.Ordinal) : name == o)
            select name;
        named.ShouldBeEmpty();
    }

    [Fact]
    public void Ports_are_small()
    {
        var ports = typeof(Core.Artifacts.Artifact).Assembly.GetTypes().Where(t => t is { IsInterface: true, IsPublic: true });
        ports.Where(p => p.GetMethods().Length > 6).Select(p => p.Name).ShouldBeEmpty("a port has at most six members");
    }

    [GeneratedRegex(@"\bDocsGen\.Core\.(?<room>Text|Access|Artifacts|Formulas|Validation|Runs|Drafting|Sync)\b", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex RoomUse();
}
