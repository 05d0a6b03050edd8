namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Documents for the rules on links.</summary>
internal static class LinkDocs
{
    public static Docs With(string markdown, string policy = "requirements")
    {
        var docs = Docs.With(markdown).Add("b.md", "# B\n").Needing("""
            "errors": [ { "code": "A", "message": "See https://ok.test/a/b (or mailto:help@ok.test)." } ]
            """);
        docs.Links = new() { External = policy };
        return docs;
    }
}
