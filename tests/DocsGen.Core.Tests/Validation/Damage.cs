using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Tests.Validation;

/// <summary>
/// One place of the sample docset, or of its requirements, that is damaged, and the one issue that this gives.
/// </summary>
/// <param name="Rule">The rule that finds it.</param>
/// <param name="Where">The role of the damaged file, or one of the constants.</param>
/// <param name="From">What is replaced, at its first place; empty: the new text goes to the end.</param>
/// <param name="To">What replaces it. A caret (‸) in it is no text: it says where the issue stands.</param>
public sealed record Damage(string Rule, string Where, string From, string To)
{
    public const char Caret = '‸';
    public const string InRequirements = "requirements";
    public const string InPlan = "plan";
    public const string InDocuments = "documents";
    public const string OfDocset = "docset";

    /// <summary>A text that stands before the damage.</summary>
    public string After { get; init; } = "";

    /// <summary>The role of the file that the issue names, where it is not the damaged one; or <see cref="OfDocset"/>.</summary>
    public string? In { get; init; }

    /// <summary>A text with a caret, in the file that the issue names, where the damage itself has none; empty for the whole file.</summary>
    public string At { get; init; } = "";

    /// <summary>Null when nothing is to be found.</summary>
    public Severity? Severity { get; init; } = Core.Formulas.Severity.Error;

    public bool Lenient { get; init; }
    public int Phase { get; init; } = 5;

    /// <summary>What the formula has otherwise.</summary>
    internal Func<Formula, Formula> Formula { get; init; } = f => f;

    public override string ToString() => $"{Rule} in {Where}: {From} -> {To}".Replace("\n", "\\n", StringComparison.Ordinal)[..Math.Min(90, $"{Rule} in {Where}: {From} -> {To}".Length)];

    /// <summary>The text with the damage in it, the caret still there.</summary>
    public string Apply(string text)
    {
        var behind = After.Length == 0 ? 0 : Place(text, After, 0) + After.Length;
        if (From.Length == 0) return text + To;
        var at = Place(text, From, behind);
        return string.Concat(text.AsSpan(0, at), To, text.AsSpan(at + From.Length));
    }

    /// <summary>Line and byte column of the caret in a text; 0:0 where there is none.</summary>
    public static (int Line, int Column) CaretIn(string text)
    {
        var at = text.IndexOf(Caret, StringComparison.Ordinal);
        if (at < 0) return (0, 0);
        var start = text.LastIndexOf('\n', at) + 1;
        return (text.AsSpan(0, at).Count('\n') + 1, Encoding.UTF8.GetByteCount(text.AsSpan(start, at - start)) + 1);
    }

    public static string WithoutCaret(string text) => text.Replace(Caret.ToString(), "", StringComparison.Ordinal);

    private static int Place(string text, string part, int from)
    {
        var at = text.IndexOf(part, from, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, part);
        return at;
    }
}
