using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation;

/// <summary>The table of damages: each gives exactly the one issue that it names, where its caret stands.</summary>
internal static class Damages
{
    private const string Concepts = "- [Board](task-board-11-base-schema.md#board)";
    private const string Motion = "- A moved card slides";
    private const string SchemaHead = "| Field | Type | Required | Validation | Example | Description |\n|---|---|---|---|---|---|\n";
    private const string Model = "\n### Sprint\n\n‸| Field | Type |\n|---|---|\n| `goal` | `string` |\n";

    private static readonly Func<Formula, Formula> WithAcronyms = Weighed("terminology.acronym", r => r with { Strict = Severity.Warning, Lenient = Severity.Warning });
    private static readonly Func<Formula, Formula> Demanding = f => f with { Completeness = new() { Strict = 1, Lenient = 1 } };

    public static IReadOnlyList<Damage> All { get; } = [.. Structure(), .. Markdown(), .. Placeholders(), .. Links(), .. Terminology(), .. Schema(), .. Messages(), .. Coverage(), .. Completeness()];

    private static IEnumerable<Damage> Structure() =>
    [
        new("structure.missing_file", Damage.InPlan, "", "task-board-99-ui-print.md") { In = "new" },
        new("structure.unplanned_file", Damage.InDocuments, "", "notes.md") { In = "new" },
        new("structure.required_section", "arch-updates", "## Update rules", "## Updates"),
        new("structure.required_section", "arch-js", "## Interop", "‸### Interop"),
        new("structure.required_section", "ui-accessibility", "## Accessibility rules", "‸## Accessibility Rules"),
        new("structure.required_section", "ui-motion", "## Motion rules\n\n- A moved card slides to its place within 150 milliseconds; with reduced motion it appears there at once.\n", "‸## Motion rules\n\n<!-- later -->\n"),
        new("structure.h1", "vision", "# Vision", "Vision"),
        new("structure.h1", "vision", "## Purpose", "# Purpose\n\n## Purpose") { At = "‸# Purpose" },
        new("structure.h1", "ui-motion", "\n---\n", "\n‸<h1>Motion again</h1>\n\n---\n"),
        new("structure.navigation", "ui-motion", "[Task Board](task-board.md) · ", ""),
        new("structure.navigation", "ui-motion", "[Task Board](task-board.md) · ", "`[Task Board](task-board.md)` · "),
    ];

    private static IEnumerable<Damage> Markdown() =>
    [
        new("markdown.malformed", "ui-motion", "", "\n‸```text\nnever closed\n"),
        new("markdown.malformed", "ui-motion", "", "\n‸~~~~text\nclosed by too few\n~~~\n"),
        new("markdown.malformed", "root", "| Runs in | Blazor Server |", "‸| Runs in | Blazor Server | too |"),
        new("markdown.malformed", "root", "| Runs in | Blazor Server |", "‸| Runs in |"),
        new("markdown.malformed", "ui-motion", "150 milliseconds", "150‸\0milliseconds"),
        new("markdown.malformed", "ui-motion", "150 milliseconds", "150‸\uD800milliseconds"),
        new("markdown.malformed", "ui-motion", Motion, "‸| a | b |\n|---|\n\n" + Motion),
        new("markdown.too_complex", "ui-motion", Motion, "‸" + new string('[', 300) + "\n\n" + Motion),
        new("markdown.too_complex", "ui-motion", Motion, "‸" + string.Concat(Enumerable.Repeat("![a](", 300)) + "\n\n" + Motion),
        new("code.invalid", "examples", "\"key\": \"OPS\",\n  \"name\"", "\"key\": \"OPS\"\n  ‸\"name\""),
        new("code.invalid", "examples", "-6a1d5c20b002\",\n  \"key\"", "-6a1d5c20b002\",\n  ‸key"),
        new("code.invalid", "arch-json", "\"type\": \"object\",", "\"type\": ‸object,"),
        new("code.invalid", "ui-motion", "", "\n‸```json title=\"empty\"\n```\n"),
    ];

    private static IEnumerable<Damage> Placeholders() =>
    [
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸TODO: say more.\n" + Motion),
        new("placeholders.forbidden", "root", "Blazor Server |", "Blazor Server é ‸TBD |"),
        new("placeholders.forbidden", "diagrams", "erDiagram\n", "erDiagram\n    %% ‸FIXME later\n"),
        new("placeholders.forbidden", "vision", "## Scope", "## Really‸???\n\n## Scope"),
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸[placeholder]\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸<insert the duration here>\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸to *be*\n  Determined\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸Lorem ipsum dolor.\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- Within ‸{Duration} milliseconds.\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- `// ‸TODO`\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "<!-- ‸TODO -->\n\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "<div>\n‸T&#79;DO\n</div>\n\n" + Motion),
        new("placeholders.forbidden", "ui-motion", Motion, "- ‸TO\u200B**DO**\n" + Motion),
    ];

    private static IEnumerable<Damage> Links() =>
    [
        new("links.internal.resolves", "concepts", Concepts, "- ‸[Board](task-board-11-base-shema.md#board)"),
        new("links.internal.resolves", "concepts", Concepts, "- ‸[Board](Task-Board-11-base-schema.md#board)"),
        new("links.internal.resolves", "ui-motion", Motion, "‸![How a card slides](slide.png)\n\n" + Motion),
        new("links.internal.resolves", "ui-motion", Motion, "‸[Later]()\n\n" + Motion),
        new("links.internal.resolves", "ui-motion", Motion, "See ‸[there][r].\n\n[r]: ../other.md\n\n" + Motion),
        new("links.internal.resolves", "ui-motion", Motion, "<a href=\"‸%2e%2e/other.md\">There</a>\n\n" + Motion),
        new("links.internal.resolves", "ui-motion", Motion, "‸[Here](./)\n\n" + Motion),
        new("links.anchor.resolves", "concepts", Concepts, "- ‸[Board](task-board-11-base-schema.md#boards)"),
        new("links.anchor.resolves", "concepts", Concepts, "- ‸[Board](task-board-11-base-schema.md#Board)"),
        new("links.anchor.resolves", "ui-motion", Motion, "é ‸[Rules](#motions-rules)\n\n" + Motion),
        new("links.anchor.resolves", "ui-motion", Motion, "‸[Rules](task-board-19-arch-updates.md#L7)\n\n" + Motion),
        new("links.relative_only", "concepts", Concepts, "- ‸[Board](/task-board-11-base-schema.md#board)"),
        new("links.relative_only", "ui-motion", Motion, "‸[Share](FILE:///srv/motion.md)\n\n" + Motion),
        new("links.relative_only", "ui-motion", Motion, "‸[Share](<C:/srv/motion.md>)\n\n" + Motion),
        new("links.external.forbidden", "ui-motion", Motion, "‸[Elsewhere](https://elsewhere.test/docs.aws.amazon.com)\n\n" + Motion),
        new("links.external.forbidden", "ui-motion", Motion, "See ‸https://elsewhere.test now.\n\n" + Motion),
        new("links.external.forbidden", "ui-motion", Motion, "‸[Elsewhere](//elsewhere.test/x)\n\n" + Motion),
        new("links.external.forbidden", "ui-motion", Motion, "‸[Run](<java&Tab;script:alert(1)>)\n\n" + Motion),
        new("links.external.forbidden", "integrations", "(https://docs.aws.amazon.com/", "(https://docs.aws.example/") { At = "- Documentation: ‸[https" },
        new("links.generation_artifact", "ui-motion", Motion, "‸[Report](05-final-validation-report.md)\n\n" + Motion),
    ];

    private static IEnumerable<Damage> Terminology() =>
    [
        new("terminology.forbidden_term", "ui-motion", "- A moved card", "- A moved ‸ticket"),
        new("terminology.forbidden_term", "vision", "## Scope", "## Scope of ‸Swimlanes\n\nNone.\n\n## Scope"),
        new("terminology.forbidden_term", "ui-motion", Motion, "- The ‸WIP\n  limit holds.\n" + Motion),
        new("terminology.forbidden_term", "ui-motion", Motion, "- The ‸WIP&nbsp;limit holds.\n" + Motion),
        new("terminology.forbidden_term", "root", "Blazor Server |", "Blazor Server, é *‸tick*et |"),
        new("terminology.undefined_term", "ui-motion", "\n---\n", "\n## Terms\n\n- **‸Epic** — Many cards.\n\n---\n"),
        new("terminology.undefined_term", "vision", "\n---\n", "\n## Terms\n\n- **‸Epic** — Many cards.\n\n---\n") { Phase = 2, Severity = Severity.Warning },
        new("terminology.redefined_term", "ui-motion", "\n---\n", "\n## Glossary\n\n**‸Board**: A list of cards.\n\n---\n"),
        new("terminology.acronym", "ui-motion", Motion, "- The ‸SLA holds.\n" + Motion) { Formula = WithAcronyms, Severity = Severity.Warning },
        new("terminology.acronym", "ui-motion", Motion, "- The SLA holds.\n" + Motion) { Severity = null },
    ];

    private static IEnumerable<Damage> Schema() =>
    [
        new("schema.entity_missing", "schema", "| Field | Type |", "| Name | Type |"),
        new("schema.entity_missing", "schema", SchemaHead, "‸" + SchemaHead.Replace("| Example |", "| Sample |", StringComparison.Ordinal)),
        new("schema.entity_missing", "schema", "| `purpose` | `string` | no | at most 500 characters |", "‸| `purpose` | `string` | no | |"),
        new("schema.entity_missing", "schema", "| `purpose` | `string` | no | at most 500 characters |", "‸| `purpose` | `string` | no | &#8203; |"),
        new("schema.drift", "schema", "| `purpose` | `string` |", "| `purpose` | ‸`text` |"),
        new("schema.drift", "schema", "| `purpose` | `string` | no |", "| `purpose` | `string` | ‸yes |"),
        new("schema.drift", "schema", "| `purpose` | `string` |", "| ‸`purposes` | `string` |"),
        new("schema.drift", "schema", "| `purpose` | `string` | no | at most 500 characters | `Everything that keeps the portal running.` | What belongs on the board. |\n", "") { At = "‸" + SchemaHead },
        new("schema.drift", "schema", "| `purpose` | `string` | no |", "| `purpose` | ‸`integer` | no | none | x | twice |\n| `purpose` | `string` | no |"),
        new("schema.drift", "models", "A named set of columns that one team works on.\n", "A named set of columns that one team works on.\n\n| Field | Type |\n|---|---|\n| name | ‸text |\n"),
        new("schema.drift", Damage.InRequirements, "\"name\": \"purpose\", \"type\": \"string\"", "\"name\": \"purpose\", \"type\": \"text\"") { In = "schema", At = "| `purpose` | ‸`string` |" },
        new("schema.new_entity", "models", "\n## Entity relationships", Model + "\n## Entity relationships"),
        new("schema.new_entity", "schema", "\n## Relations", Model + "\n## Relations"),
        new("schema.persisted_missing", Damage.InRequirements, "\"persisted\": false", "\"persisted\": true") { In = "arch-data" },
    ];

    private static IEnumerable<Damage> Messages() =>
    [
        new("ui.error_message_mismatch", "ui-validation", "| This file is empty. |", "| ‸This file is empty |"),
        new("ui.error_message_mismatch", "ui-validation", "| This file is empty. |", "| ‸This file is  empty. |"),
        new("ui.error_message_mismatch", "ui-validation", "### PERMISSION_DENIED\n", "### PERMISSION_DENIED\n\n**User message**: ‸You may not.\n"),
        new("ui.error_message_mismatch", Damage.InRequirements, "This file is empty.", "This file holds nothing.") { In = "ui-validation", At = "| ‸This file is empty. |" },
        new("ui.error_code_orphan", "ui-validation", "| [PERMISSION_DENIED](", "| ‸FORBIDDEN | No. | error |\n| [PERMISSION_DENIED]("),
        new("ui.error_code_orphan", "ui-validation", "| [PERMISSION_DENIED](task-board-35-ui-validation.md#permission_denied) | Your role does not allow this. | error |\n", ""),
        new("ui.error_code_orphan", Damage.InRequirements, "\"errors\": [\n", "\"errors\": [\n    { \"code\": \"GATEWAY_DOWN\", \"message\": \"The gateway is down.\", \"severity\": \"error\" },\n") { In = "ui-validation" },
        new("validation.unpaired", "arch-validation", "[LABEL_NAME_TAKEN](task-board-35-ui-validation.md#label_name_taken)", "taken") { In = "ui-validation", At = "| ‸[LABEL_NAME_TAKEN](" },
        new("validation.unpaired", Damage.InRequirements, "\"error_code\": \"LABEL_NAME_TAKEN\"", "\"error_code\": \"rbac\"") { In = "arch-validation", At = "The permissions model is `‸rbac`" },
    ];

    private static IEnumerable<Damage> Coverage() =>
    [
        new("flows.undocumented", "examples", "- [Restore board](task-board-06-base-execution.md#restore-board): names and checks no field\n", ""),
        new("flows.undocumented", "ui-spec", "### Restore board\n\n- Steps and permissions: [Restore board](", "<a id=\"restore-board\"></a>\n\n- Steps and permissions: [Steps]("),
        new("integrations.undocumented", "integrations", "Secret token in the address, one per member.", "As arranged.") { At = "### ‸Calendar feed" },
        new("integrations.undocumented", "integrations", "nothing is tried again", "it is tried again") { At = "### ‸Calendar feed" },
        new("integrations.undocumented", "integrations", "- Documentation: [https\\://www\\.rfc-editor.org/rfc/rfc5545](https://www.rfc-editor.org/rfc/rfc5545)\n", "") { At = "### ‸Calendar feed" },
        new("integrations.undocumented", Damage.InRequirements, "\"integrations\": [\n", "\"integrations\": [\n    { \"name\": \"Pager\", \"failure_policy\": \"none\" },\n") { In = "integrations" },
        new("performance.undocumented", "arch-performance", "`p95_card_move_ms`", "none") { In = Damage.OfDocset },
        new("performance.undocumented", "arch-performance", "`p95_card_move_ms`", "none") { In = Damage.OfDocset, Lenient = true, Severity = Severity.Warning },
        new("permissions.undocumented", Damage.InRequirements, "\"permissions\": [\"board.read\"] }", "\"permissions\": [\"board.read\", \"board.export\"] }") { In = Damage.OfDocset },
        new("permissions.undocumented", Damage.InRequirements, "\"roles\": [\n", "\"roles\": [\n      { \"name\": \"auditor\", \"permissions\": [] },\n") { In = Damage.OfDocset },
        new("appendix.unmapped", "structure", "| [DigestPreview](task-board-11-base-schema.md#digestpreview) | entity", "| the preview | entity"),
        new("appendix.unmapped", Damage.InRequirements, "\"services\": [\n", "\"services\": [\n    { \"name\": \"PagerService\" },\n") { In = "structure" },
        new("diagrams.missing", "diagrams", "erDiagram", "classDiagram\n  class Board\n%%"),
        new("diagrams.missing", "diagrams", "    c_BoardList --> e_Board\n", "‸    subgraph parts\n"),
        new("diagrams.missing", "diagrams", "    c_BoardList --> e_Board\n", "‸    c_BoardList --> > e_Board\n"),
        new("diagrams.missing", "arch", "    e_Board[(\"Board\")]", "‸    e_Board[(\"Board\"]"),
        new("diagrams.missing", "diagrams", "    Board ||--o{ Column", "‸    Board |--o{ Column"),
        new("diagrams.missing", "diagrams", "    R->>U: Open the digest preview", "‸    R->>U Open the digest preview"),
        new("diagrams.missing", "diagrams", "erDiagram", "pie") { Severity = null, Lenient = true },
        new("policies.missing", Damage.InRequirements, "\"audit\": {", "\"audits\": {") { In = Damage.OfDocset },
        new("policies.missing", Damage.InRequirements, "\"audit\": {", "\"audits\": {") { In = Damage.OfDocset, Lenient = true, Severity = Severity.Warning },
        new("policies.missing", Damage.InRequirements, "\"performance_targets\": {", "\"performance_wishes\": {") { In = Damage.OfDocset, Lenient = true, Severity = Severity.Warning },
    ];

    private static IEnumerable<Damage> Completeness() =>
    [
        new("completeness.threshold", Damage.InRequirements, "\"A digest lists at most 50 cards.\"", "\"A digest lists at most 50 cards.\", \"A digest is never empty.\"") { In = Damage.OfDocset, Formula = Demanding },
        new("completeness.threshold", Damage.InRequirements, "\"A digest lists at most 50 cards.\"", "\"A digest lists at most 50 cards.\", \"A digest is never empty.\"") { In = Damage.OfDocset, Formula = Demanding, Lenient = true },
        new("completeness.threshold", Damage.InRequirements, "\"A digest lists at most 50 cards.\"", "\"A digest lists at most 50 cards.\", \"A digest is never empty.\"") { Severity = null },
    ];

    private static Func<Formula, Formula> Weighed(string rule, Func<RuleSpec, RuleSpec> change) =>
        f => f with { Rules = [.. f.Rules.Select(r => r.Id == rule ? change(r) : r)] };
}
