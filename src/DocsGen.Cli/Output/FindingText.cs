using DocsGen.Core.Formulas;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>Findings about inputs, in words and as JSON.</summary>
internal static class FindingText
{
    public static void Print(Printer print, IReadOnlyList<Finding> findings, string what, bool questions)
    {
        foreach (var finding in findings)
        {
            var severity = finding.Severity == Severity.Error ? print.Bad("error  ") : print.Notable("warning");
            print.Line($"{severity}  {finding.JsonPath}: {finding.Message}  {print.Dim($"[{finding.Check}]")}");
            if (questions && finding.Question.Length > 0) print.Line($"         {finding.Question}");
        }

        var errors = findings.Count(f => f.Severity == Severity.Error);
        if (findings.Count > 0) print.Line();
        print.Line($"{what}: {IssueCounts.Count(errors, "error")}, {IssueCounts.Count(findings.Count - errors, "warning")}.");
        print.Document("findings", json =>
        {
            json.WriteString("subject", what);
            json.WriteNumber("errors", errors);
            json.WriteStartArray("findings");
            foreach (var finding in findings)
            {
                json.WriteStartObject();
                json.WriteString("check", finding.Check);
                json.WriteString("severity", finding.Severity.ToString().ToLowerInvariant());
                json.WriteString("jsonPath", finding.JsonPath);
                json.WriteString("message", finding.Message);
                json.WriteString("question", finding.Question);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        });
    }
}
