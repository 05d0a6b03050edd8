namespace DocsGen.Core.Validation;

/// <summary>Finds the links of a document that lead into certain files.</summary>
public static class LinksInto
{
    /// <summary>In document order: 1-based line and byte column, and the file that the link names.</summary>
    public static IReadOnlyList<(int Line, int Column, string Target)> Of(DocumentSource document, IReadOnlySet<string> files)
    {
        var model = MarkdownModel.Parse(document);
        var found = new List<(int, int, string)>();
        for (var i = 0; i < model.Links.Count; i++)
        {
            var target = model.TargetOf(i);
            if (target.Kind != TargetKind.Relative || !files.Contains(target.File)) continue;
            var at = model.At(model.Links[i].Offset);
            found.Add((at.Line, at.Column, target.File));
        }

        return found;
    }
}
