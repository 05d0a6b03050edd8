using System.Globalization;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Drafting;

/// <summary>Values that just meet a rule, and values that just break it; null where the rule is of no kind that tells.</summary>
internal sealed record Boundaries(Markdown Passes, Markdown Fails)
{
    public static Boundaries? Of(ValidationEntry rule, Entity entity)
    {
        if (entity.Fields.FirstOrDefault(f => f.Name == rule.Field) is not { } field) return null;
        var (least, most) = (Setting(rule, "minimum"), Setting(rule, "maximum"));
        // A rule that sets one end says that the other is not its own.
        var own = least is not null || most is not null;
        return rule.Rule switch
        {
            "length" => own ? Numbers(least, most, " characters", whole: true) : Numbers(Text(field.MinLength), Text(field.MaxLength), " characters", whole: true),
            "range" => own ? Numbers(least, most, "", IsWhole(field)) : Numbers(field.Minimum, field.Maximum, "", IsWhole(field)),
            "enum" when field.Enum.Count > 0 => new(Values(field), new Markdown("a value that is not in the list")),
            "required" => new(new Markdown("a value"), new Markdown("none")),
            _ => null,
        };
    }

    private static Boundaries? Numbers(string? least, string? most, string unit, bool whole)
    {
        var ends = new[] { least, most }.OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var breaks = new List<string>();
        if (Beyond(least, -1, whole, "less than ") is { } below) breaks.Add(below);
        if (Beyond(most, 1, whole, "more than ") is { } above) breaks.Add(above);
        if (breaks.Count == 0) return null;
        return new Boundaries(new Markdown(string.Join(" and ", ends.Select(MarkdownText.Escape)) + unit), new Markdown(string.Join(" or ", breaks) + unit));
    }

    private static string? Beyond(string? limit, long step, bool whole, string words)
    {
        if (limit is null) return null;
        if (!whole || !long.TryParse(limit, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number is long.MinValue or long.MaxValue) return words + MarkdownText.Escape(limit);

        // Nothing is shorter than no character; a rule that allows 0 has no value below it worth trying.
        if (number == 0 && step < 0) return null;
        return MarkdownText.Escape((number + step).ToString(CultureInfo.InvariantCulture));
    }

    private static bool IsWhole(Field field) => field.Type is "integer" or "int" or "long";

    private static Markdown Values(Field field) => new("each of " + string.Join(", ", field.Enum.Select(MarkdownText.CodeCell)));

    private static string? Setting(ValidationEntry rule, string name) => rule.Settings.FirstOrDefault(s => s.Name == name)?.Value;

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
