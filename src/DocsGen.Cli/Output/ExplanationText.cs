using System.Globalization;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;
using DocsGen.Core.Validation;

namespace DocsGen.Cli.Output;

/// <summary>A gate explained in words: verdict, rules, issues with the file version each stands in, what changed, what would help.</summary>
internal static class ExplanationText
{
    private const int MostIssuesOfARule = 20;

    public static void Print(Printer print, GateExplanation why, NextCommands next)
    {
        var verdict = why.Execution.Verdict!;
        print.Line(Text($"{print.Bold(why.Execution.Id.Value)}  phase {why.Phase.Number} {why.Phase.Name}: {Outcome(print, why)}"));
        print.Line(Text($"  {new IssueCounts(verdict.Errors, verdict.Warnings, verdict.Infos).InWords()}; {Rules(why)}"));
        if (why.Execution.Rejection is { } rejection) print.Line($"  rejected by {rejection.By.Name} at {RunJson.Time(rejection.Utc)}: {rejection.Reason}");
        if (verdict.Completeness is { } share) print.Line(Text($"  {share:0.00%} of the requirements are documented"));
        PrintIssues(print, why);
        PrintChanges(print, why);
        if (why.Commands.Count == 0) return;
        print.Line();
        print.Line("what would help:");
        foreach (var command in why.Commands)
        {
            print.Line($"  {next.Named(command.Command)}");
            print.Line($"      {print.Dim(command.Why)}");
        }
    }

    private static string Outcome(Printer print, GateExplanation why) => why.Execution switch
    {
        { Rejection: not null } => print.Bad("passed, then rejected"),
        { Status: ExecutionStatus.Passed } => print.Good("passed"),
        { Status: ExecutionStatus.Overridden } => print.Notable("opened by override"),
        _ => print.Bad("failed"),
    };

    private static string Rules(GateExplanation why)
    {
        var found = why.Rules.Count(r => r.Found != new IssueCounts(0, 0, 0));
        return why.Phase.Number == 0 ? "the checks of the preflight ran" : $"{IssueCounts.Count(why.Rules.Count, "rule")} ran, {found.ToString(CultureInfo.InvariantCulture)} found something";
    }

    private static void PrintIssues(Printer print, GateExplanation why)
    {
        var versions = why.Files.ToDictionary(f => f.Name, StringComparer.Ordinal);
        foreach (var rule in why.Rules.Where(r => r.Found != new IssueCounts(0, 0, 0)).OrderByDescending(r => r.Found.Errors > 0))
        {
            print.Line();
            print.Line($"{print.Bold(rule.Id)}  {rule.Title}: {rule.Found.InWords()}{(rule.Overridable ? "; can be overridden" : "")}");
            var issues = why.Issues.Where(i => i.Rule == rule.Id).ToList();
            foreach (var issue in issues.Take(MostIssuesOfARule))
            {
                print.Line($"  {IssueText.Word(print, issue)}  {issue.Fingerprint[..8]}  {IssueText.Place(issue)}{issue.Message}");
            }

            if (issues.Count > MostIssuesOfARule) print.Line(Text($"  ... and {issues.Count - MostIssuesOfARule} more; see 'docsgen run issues {why.Run.Id} --rule {rule.Id}'"));
            foreach (var file in issues.Select(i => i.File).Distinct().Where(f => f is not null && versions.ContainsKey(f))) print.Line($"  {print.Dim($"{file} is {versions[file!].Path}, made by {versions[file!].MadeBy}")}");
        }
    }

    private static void PrintChanges(Printer print, GateExplanation why)
    {
        print.Line();
        if (why.LastOpened is not { } opened)
        {
            print.Line("This phase has not opened before.");
            return;
        }

        var compared = why.Compared!;
        print.Line(Text($"since {opened.Id}, whose gate opened: {IssueCounts.Count(why.Changed.Count, "file")} changed; issues: {compared.New.Count} new, {compared.Fixed.Count} fixed, {compared.StillThere.Count} still there"));
        foreach (var change in why.Changed)
        {
            print.Line(change switch
            {
                { Before: null } => $"  + {change.After}  {change.MadeBy}",
                { After: null } => $"  - {change.Before}",
                _ => $"  ~ {change.Before} -> {change.After}  {change.MadeBy}",
            });
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
