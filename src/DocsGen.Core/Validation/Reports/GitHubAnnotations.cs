using System.Globalization;
using System.Text;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Validation;

/// <summary>Issues as the workflow commands of GitHub Actions (<c>::error file=...,line=...::message</c>), which it shows beside the changed lines.</summary>
public static class GitHubAnnotations
{
    /// <summary>One line an issue; suppressed ones are left out, since the host cannot mark them.</summary>
    /// <param name="issues">In the order in which they are to stand.</param>
    /// <param name="documents">For the columns, which the host counts in characters.</param>
    /// <param name="prefix">Goes before every file name, so that it is the path within the repository.</param>
    /// <param name="known">How many more there are that were known before; said at the end.</param>
    public static string Write(IReadOnlyList<Issue> issues, IReadOnlyList<DocumentSource> documents, string prefix = "", int known = 0)
    {
        var places = new SourcePlaces(documents);
        var lines = new StringBuilder();
        foreach (var issue in issues)
        {
            if (issue.Suppressed is not null) continue;
            lines.Append("::").Append(Command(issue.Severity)).Append(' ');
            if (issue.File is { } file)
            {
                lines.Append("file=").Append(Property(prefix + file)).Append(',');
                if (places.Utf16Column(issue) is { } column) lines.Append(CultureInfo.InvariantCulture, $"line={issue.Line},col={column},");
            }

            lines.Append("title=").Append(Property(issue.Rule)).Append("::").Append(Data(issue.Message)).Append('\n');
        }

        if (known > 0) lines.Append(CultureInfo.InvariantCulture, $"::notice::{IssueCounts.Count(known, "issue")} that {(known == 1 ? "was" : "were")} known before {(known == 1 ? "is" : "are")} left out here.\n");
        return lines.ToString();
    }

    private static string Command(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        Severity.Info => "notice",
    };

    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
