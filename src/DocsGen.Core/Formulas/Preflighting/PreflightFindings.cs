namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Collects findings with the severities of a formula, and puts them into the order of the requirements file.</summary>
internal sealed class PreflightFindings
{
    private static readonly string[] Sections =
    [
        "plugin", "entities", "users_and_flows", "errors", "integrations", "components", "services", "terminology", "performance_targets",
        "audit", "policies", "host_integration_contract", "docset",
    ];

    private readonly Dictionary<string, Severity> active = new(StringComparer.Ordinal);
    private readonly List<Finding> all = [];
    private readonly HashSet<string> misshapen = new(StringComparer.Ordinal);

    public PreflightFindings(Formula formula, Strictness strictness)
    {
        foreach (var check in PreflightCatalog.All)
        {
            if ((strictness == Strictness.Strict ? check.Strict : check.Lenient) is { } severity && formula.Preflight.Count == 0) active[check.Id] = severity;
        }

        foreach (var spec in formula.Preflight)
        {
            if ((strictness == Strictness.Strict ? spec.Strict : spec.Lenient) is { } severity) active[spec.Id] = severity;
        }
    }

    /// <summary>Takes over what the reader found. A value of the wrong shape reads as absent; that it is absent is then not said again.</summary>
    public void AddRead(IEnumerable<Finding> findings)
    {
        foreach (var finding in findings)
        {
            all.Add(finding);
            misshapen.Add(finding.JsonPath);
        }
    }

    public void Add(string check, string path, string message, string question)
    {
        if (active.TryGetValue(check, out var severity) && !misshapen.Contains(path)) all.Add(new(check, severity, path, message, question));
    }

    public IReadOnlyList<Finding> InOrder()
    {
        all.Sort(Compare);
        return all;
    }

    private static int Compare(Finding left, Finding right)
    {
        var order = ComparePaths(left.JsonPath, right.JsonPath);
        if (order == 0) order = string.CompareOrdinal(left.Check, right.Check);
        return order == 0 ? string.CompareOrdinal(left.Message, right.Message) : order;
    }

    private static int ComparePaths(string left, string right)
    {
        var a = left.Split('.', '[');
        var b = right.Split('.', '[');
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            var order = i == 1 ? SectionOf(a[i]).CompareTo(SectionOf(b[i])) : 0;
            if (order == 0 && Index(a[i]) is { } x && Index(b[i]) is { } y) order = x.CompareTo(y);
            if (order == 0) order = string.CompareOrdinal(a[i], b[i]);
            if (order != 0) return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static int SectionOf(string name) => Array.IndexOf(Sections, name) is var at and >= 0 ? at : Sections.Length;

    private static int? Index(string segment) =>
        segment.EndsWith(']') && int.TryParse(segment.AsSpan(0, segment.Length - 1), System.Globalization.CultureInfo.InvariantCulture, out var index) ? index : null;
}
