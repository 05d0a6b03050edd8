namespace DocsGen.Core.Tests.Validation.Rules;

/// <summary>Requirements for the rules on terms.</summary>
internal static class TermDocs
{
    public const string Terms = """
        "terminology": { "terms": [],
          "forbidden_terms": [ { "term": "product list", "use_instead": "Catalog", "reason": "It is more." },
                               { "term": "board", "use_instead": "Task board" }, { "term": "category", "use_instead": "Group" } ] },
        "errors": [ { "code": "A", "message": "The board is full." } ]
        """;
}
