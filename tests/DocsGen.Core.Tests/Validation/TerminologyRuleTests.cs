using System.Text;
using DocsGen.Core.Validation;

namespace DocsGen.Core.Tests.Validation;

public class TerminologyRuleTests
{
    [Fact]
    public void Definitions_outside_of_the_concepts_file_are_in_the_index()
    {
        const string Text = """
            # Concepts

            ## Glossary

            - **Catalog** - A set of items. More.
            - **Note:** no definition.
            - [**Link**](a.md) is none.
            - text **Inner** is none.

            ### N

            **New**: Not there.

            ## Other

            **Elsewhere** is none.
            """;
        var docs = Docs.With(Text.Replace("# Concepts", "# Title", StringComparison.Ordinal)).Add("concepts.md", "# C\n\n## Terms\n\n**Own** is fine here.\n").Role("concepts", "concepts");
        docs.Terminology = new([new("Catalog", "A set of items.", "concepts.md")]);

        docs.Places("terminology.undefined_term").ShouldBe(["a.md:12:3"]);
        docs.Places("terminology.redefined_term").ShouldBeEmpty();
    }

    [Fact]
    public void The_index_is_extracted_sorted_and_comes_back_from_its_json()
    {
        var document = new DocumentSource("b.md", Encoding.UTF8.GetBytes("## Glossary\n\n- **zeta**: The *last*, e.g. here. Not this.\n- **Alpha** is `first`!\n- **alpha** is again\n"));

        var index = TerminologyExtractor.Extract([document]);

        index.Terms.Select(t => $"{t.Term}|{t.Definition}|{t.File}").ShouldBe(["Alpha|is first!|b.md", "zeta|The last, e.g. here.|b.md"]);
        var json = TerminologyIndexJson.Write(index);
        Encoding.UTF8.GetString(json).ShouldStartWith("{\n  \"schema\": 1,\n  \"terms\": [\n    {\n      \"term\": \"Alpha\",");
        json[^1].ShouldBe((byte)'\n');
        TerminologyIndexJson.Read(json).Terms.ShouldBe(index.Terms);
        Should.Throw<FormatException>(() => TerminologyIndexJson.Read("{}"u8.ToArray()));
    }
}
