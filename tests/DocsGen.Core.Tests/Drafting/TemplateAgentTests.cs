using System.Globalization;
using System.Text;
using DocsGen.Core.Drafting;
using DocsGen.Core.Formulas;
using DocsGen.Core.Runs.Agents;
using DocsGen.Core.Validation;
using Markdig;
using Markdig.Syntax;
using Draft = DocsGen.Core.Runs.Agents.Draft;

namespace DocsGen.Core.Tests.Drafting;

public sealed class TemplateAgentTests
{
    public static TheoryData<string, string> Docsets => new()
    {
        { SampleFiles.TaskBoard, "full" }, { SampleFiles.TaskBoard, "no-diagrams" }, { SampleFiles.TaskBoard, "minimal" },
        { SampleFiles.Minimal, "full" }, { SampleFiles.Minimal, "no-diagrams" }, { SampleFiles.Minimal, "minimal" },
        { SampleFiles.Hostile, "full" }, { SampleFiles.Hostile, "no-diagrams" }, { SampleFiles.Hostile, "minimal" },
        { SampleFiles.ServiceHandbook, "full" }, { SampleFiles.ServiceHandbook, "pocket" },
    };

    [Theory]
    [MemberData(nameof(Docsets))]
    public async Task Every_page_has_one_title_and_every_required_section(string sample, string profile)
    {
        var docset = await SampleFiles.DraftAsync(sample, profile);

        foreach (var (file, document) in docset.Context.Plan.Files.Zip(docset.Documents))
        {
            var text = Encoding.UTF8.GetString(document.Bytes.Span);
            var headings = Markdig.Markdown.Parse(text).Descendants<HeadingBlock>().ToList();
            headings.Count(h => h.Level == 1).ShouldBe(1, file.Name);
            foreach (var section in file.Sections) text.ShouldContain($"\n## {section}\n\n", customMessage: file.Name);
            text.ShouldEndWith("\n");
            text.ShouldNotContain("\n\n\n");
            text.ShouldNotContain("{{#");
            text.ShouldNotContain("{{md");
            text.ShouldNotContain('\r');
        }
    }

    [Theory]
    [MemberData(nameof(Docsets))]
    public async Task Every_gate_opens_in_strict(string sample, string profile)
    {
        var (context, documents) = await SampleFiles.DraftAsync(sample, profile);
        TerminologyIndex? index = null;
        foreach (var phase in context.Formula.Phases.Skip(1))
        {
            var active = documents.Where(d => context.Plan.ByName(d.Name)!.Phase <= phase.Number).ToList();
            if (phase.TerminologyIndex is { } spec) index = TerminologyExtractor.Extract(active, context.Plan, spec.After);

            var result = Validator.Validate(new ValidationRequest
            {
                Formula = context.Formula,
                Plan = context.Plan,
                Requirements = context.Requirements,
                Terminology = index,
                Strictness = Strictness.Strict,
                Phase = phase.Number,
                Documents = active,
            });

            result.Issues.ShouldBeEmpty($"phase {phase.Number}:\n{string.Join('\n', result.Issues)}");
        }
    }

    [Theory]
    [MemberData(nameof(Docsets))]
    public async Task Every_link_leads_to_a_planned_file_and_a_heading_in_it(string sample, string profile)
    {
        var docset = await SampleFiles.DraftAsync(sample, profile);
        var anchors = docset.Documents.ToDictionary(d => d.Name, d => Anchors.Headings(Encoding.UTF8.GetString(d.Bytes.Span)).Select(h => h.Anchor).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var checkedLinks = 0;
        foreach (var link in docset.Documents.SelectMany(d => Markdig.Markdown.Parse(Encoding.UTF8.GetString(d.Bytes.Span)).Descendants<Markdig.Syntax.Inlines.LinkInline>()))
        {
            if (link.Url!.StartsWith("https://", StringComparison.Ordinal)) continue;
            var parts = link.Url.Split('#', 2);
            anchors.ShouldContainKey(parts[0]);
            if (parts.Length == 2) anchors[parts[0]].ShouldContain(parts[1]);
            checkedLinks++;
        }

        checkedLinks.ShouldBeGreaterThan(docset.Documents.Count);
    }

    [Theory]
    [InlineData(SampleFiles.TaskBoard)]
    [InlineData(SampleFiles.Hostile)]
    public async Task The_same_requirements_give_the_same_bytes_in_any_culture(string sample)
    {
        var first = await SampleFiles.DraftAsync(sample, "full");
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("tr-TR");
            var second = await SampleFiles.DraftAsync(sample, "full");
            foreach (var (one, other) in first.Documents.Zip(second.Documents)) other.Bytes.ToArray().ShouldBe(one.Bytes.ToArray(), one.Name);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public async Task A_warm_up_meets_drafts_on_other_threads()
    {
        var expected = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");
        var agent = new TemplateAgent();
        var warm = Task.Run(() => agent.Warm(expected.Context.Formula, expected.Context.Plan, CancellationToken.None));

        var docsets = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => SampleFiles.DraftAsync(expected.Context, agent))));
        await warm;

        foreach (var docset in docsets)
        {
            foreach (var (one, other) in expected.Documents.Zip(docset.Documents)) other.Bytes.ToArray().ShouldBe(one.Bytes.ToArray(), one.Name);
        }
    }

    [Theory]
    [InlineData(SampleFiles.TaskBoard)]
    [InlineData(SampleFiles.Hostile)]
    public async Task Every_message_stands_in_the_catalogue_character_for_character(string sample)
    {
        var docset = await SampleFiles.DraftAsync(sample, "full");
        var pipeline = new MarkdownPipelineBuilder().UsePipeTables().Build();

        var table = Markdig.Markdown.Parse(docset.Text("ui-validation"), pipeline).Descendants<Markdig.Extensions.Tables.Table>().First();

        var rows = table.Skip(1).Cast<Markdig.Extensions.Tables.TableRow>().Select(r => (CellText(r, 0), CellText(r, 1)));
        rows.ShouldBe(docset.Context.Requirements.Errors.Select(e => (e.Code, e.Message)));
    }

    [Fact]
    public async Task Every_entity_shows_its_fields_rules_and_example()
    {
        var docset = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");
        var schema = docset.Text("schema");

        schema.ShouldContain("| `workLimit` | `integer` | no | 1 to 50; [COLUMN_LIMIT_RANGE](task-board-35-ui-validation.md#column_limit_range)");
        schema.ShouldContain("- `key` matches `^[A-Z]{2,6}$`");
        schema.ShouldContain("- A column never holds more cards than its work limit.");
        schema.ShouldContain("| `id` | id | yes | none | `OPS-142` | Identifies it: board key and running number, such as OPS-142. |");
        docset.Text("examples").ShouldContain("{\n  \"id\": \"OPS-142\",\n  \"number\": \"OPS-142\",");
        schema.ShouldContain("| [Card](task-board-11-base-schema.md#card) | many-to-many | [Label](task-board-11-base-schema.md#label) | `labelIds` |");
    }

    [Fact]
    public async Task The_structure_page_maps_parts_to_real_paths()
    {
        var page = (await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full")).Text("structure");

        page.ShouldContain("| [Card](task-board-11-base-schema.md#card) | entity | `src/Plugins/TaskBoard/Entities/Card.cs` |");
        page.ShouldContain("| [DigestService](task-board-13-arch.md#digestservice) | service | `src/Plugins/TaskBoard/Services/` (not there yet; this folder holds its kind) |");
    }

    [Fact]
    public async Task A_page_without_content_names_what_would_fill_it()
    {
        var docset = await SampleFiles.DraftAsync(SampleFiles.Minimal, "full");

        docset.Text("ui-motion").ShouldContain("## Motion rules\n\nThe requirements say nothing about this; `$.ui.motion` would fill it.\n");
        docset.Text("integrations").ShouldContain("The requirements name no integrations; `$.integrations` would fill this.");
    }

    [Fact]
    public async Task Sections_that_the_requirements_fill_are_filled()
    {
        var docset = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");

        docset.Text("ui-motion").ShouldContain("- A moved card slides to its place within 150 milliseconds; with reduced motion it appears there at once.");
    }

    [Theory]
    [InlineData("full", "execution")]
    [InlineData("minimal", "ui-spec")]
    public async Task A_flow_names_its_permission_and_all_roles_that_hold_it(string profile, string role)
    {
        var page = (await SampleFiles.DraftAsync(SampleFiles.TaskBoard, profile)).Text(role);

        page.ShouldContain("- Needs: `board.write`; held by [maintainer](task-board-02-base-concepts.md#maintainer), [administrator](task-board-02-base-concepts.md#administrator)\n");
        page.ShouldNotContain("`board.read`, `board.write`");
    }

    [Fact]
    public async Task Warnings_stand_apart_from_the_errors_that_stop_a_flow()
    {
        var docset = await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full");
        const string Warning = "[CARD_DUE_PAST](task-board-35-ui-validation.md#card_due_past)";

        docset.Text("execution").ShouldContain($"\n- Warnings that it can show: {Warning}\n");
        docset.Text("lifecycle").ShouldContain($" | {Warning} |\n");
        docset.Text("ui-validation").ShouldContain("### CARD_DUE_PAST\n\n- Severity: warning\n");
        foreach (var role in new[] { "execution", "ui-spec" })
        {
            docset.Text(role).Split('\n').Where(l => l.StartsWith("- Errors that stop it", StringComparison.Ordinal)).ShouldAllBe(l => !l.Contains("CARD_DUE_PAST") && !l.Contains("MAIL_UNAVAILABLE"));
        }
    }

    [Fact]
    public async Task A_sequence_shows_the_parts_that_can_be_derived()
    {
        var page = (await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full")).Text("diagrams");

        page.ShouldContain("""
                actor R as contributor
                participant U as AttachmentList
                participant S as AttachmentService
                participant I1 as Object store
                R->>U: Open the card
                R->>U: Choose a file
                U->>S: Attachment
                S->>I1: Keeps the bytes of attachments.
                opt Object store fails
                    I1-->>U: STORAGE_UNAVAILABLE
                    U-->>R: its message
                end
            """);
        page.ShouldContain("    Note over R: Wait until the upload is complete\n    U-->>R: See the file in the list\n```");
    }

    [Fact]
    public async Task A_sequence_without_known_parts_keeps_the_role_and_the_plugin() =>
        (await SampleFiles.DraftAsync(SampleFiles.Minimal, "full")).Text("diagrams").ShouldContain("    actor R as reader\n    participant U as Link Shelf\n    R->>U: Paste the address\n");

    [Fact]
    public async Task The_root_leads_to_the_pages_that_hold_facts_and_to_no_others()
    {
        var full = (await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full")).Text("root");
        var small = (await SampleFiles.DraftAsync(SampleFiles.Minimal, "full")).Text("root");

        foreach (var page in new[] { "22-arch-performance", "24-arch-deployment", "31-ui-navigation", "37-ui-accessibility" }) full.ShouldContain($"task-board-{page}.md) |");
        small.ShouldContain("link-shelf-22-arch-performance.md) |");
        small.ShouldNotContain("37-ui-accessibility");
        small.ShouldNotContain("24-arch-deployment");
    }

    [Fact]
    public async Task No_page_links_twice_to_the_same_page_from_its_foot()
    {
        foreach (var document in (await SampleFiles.DraftAsync(SampleFiles.TaskBoard, "full")).Documents)
        {
            var links = Encoding.UTF8.GetString(document.Bytes.Span).TrimEnd().Split('\n')[^1].Split(" · ").Select(l => l[l.IndexOf('(', StringComparison.Ordinal)..]).ToList();
            links.Distinct(StringComparer.Ordinal).Count().ShouldBe(links.Count, document.Name);
        }
    }

    [Fact]
    public async Task A_missing_template_fails_the_draft_for_good()
    {
        var context = SampleFiles.Context(SampleFiles.Minimal, "minimal");
        var file = context.Plan.Files[0] with { Template = "gone" };

        var draft = await new TemplateAgent().DraftAsync(new DraftRequest(context, file, Outline: null, Issues: []), CancellationToken.None);

        draft.ShouldBeOfType<Draft.Failed>().Reason.ShouldContain("'gone'");
    }

    [Fact]
    public async Task A_broken_template_fails_the_draft_for_good()
    {
        var context = SampleFiles.Context(SampleFiles.Minimal, "minimal");
        var templates = new Dictionary<string, string>(context.Formula.Templates, StringComparer.Ordinal) { ["root"] = "{{#if name}}never closed" };

        var draft = await new TemplateAgent().DraftAsync(
            new DraftRequest(context with { Formula = context.Formula with { Templates = templates } }, context.Plan.Files[0], Outline: null, Issues: []), CancellationToken.None);

        draft.ShouldBeOfType<Draft.Failed>().Reason.ShouldContain("'root'");
    }

    [Fact]
    public void The_readme_leads_to_the_root()
    {
        var context = SampleFiles.Context(SampleFiles.TaskBoard, "full");

        var readme = Encoding.UTF8.GetString(new TemplateAgent().DraftReadme(context).ShouldBeOfType<Draft.Written>().Markdown.Span);

        readme.ShouldContain("Besides this page, the folder holds 45 Markdown files. Start at [Task Board](task-board.md).");
    }

    [Fact]
    public void No_built_in_template_writes_unescaped_text()
    {
        foreach (var (name, text) in BuiltInFormulas.Templates("plugin"))
        {
            text.ShouldNotContain("{{{", customMessage: name);
            text.ShouldNotContain("{{&", customMessage: name);
        }
    }

    private static string CellText(Markdig.Extensions.Tables.TableRow row, int index) =>
        string.Concat(row[index].Descendants<Markdig.Syntax.Inlines.LeafInline>().Select(i => i switch
        {
            Markdig.Syntax.Inlines.LiteralInline literal => literal.Content.ToString(),
            Markdig.Syntax.Inlines.HtmlEntityInline entity => entity.Transcoded.ToString(),
            _ => $"<<{i.GetType().Name}>>",
        }));
}
