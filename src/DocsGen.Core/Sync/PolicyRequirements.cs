using System.Globalization;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync;

/// <summary>What a policy still asks for before a changeset may go live.</summary>
internal static class PolicyRequirements
{
    /// <summary>Most files and errors that are named one by one.</summary>
    private const int Shown = 20;

    /// <summary>Everything that is unmet, each in a sentence; or that the checks looked at another state of the space.</summary>
    public static (bool Outdated, IReadOnlyList<string> Sentences) Unmet(Space space, Changeset changeset, PublishPlan plan, CheckResult? checks)
    {
        var policy = space.Policy;
        if (policy.Checks.Count > 0 && (checks is null || checks.Sequence != space.Sequence)) return (true, []);
        var unmet = new List<string>();
        foreach (var write in plan.Writes) unmet.AddRange(OfFile(policy, changeset, write));
        if (checks is { NewErrors.Count: > 0 }) unmet.AddRange(checks.NewErrors.Select(e => string.Create(CultureInfo.InvariantCulture, $"The check '{SpacePolicy.DocsetCheck}' found a new error: {e.Path}:{e.Line}: {e.Message} [{e.Rule}]")));
        if (unmet.Count <= Shown) return (false, unmet);
        return (false, [.. unmet.Take(Shown), string.Create(CultureInfo.InvariantCulture, $"... and {unmet.Count - Shown} more requirements are unmet.")]);
    }

    private static IEnumerable<string> OfFile(SpacePolicy policy, Changeset changeset, FileWrite write)
    {
        // Bytes that a merge made at the publish were seen by nobody.
        var approvers = write.File.Outcome == write.Content ? write.File.Approvers.Where(a => policy.AuthorMayDecide || (a != changeset.PushedBy && a != write.File.Amender)).ToList() : [];
        var needed = Math.Max(policy.Approvals, policy.AuthorMayDecide ? 0 : 1);
        if (approvers.Count < needed) yield return Missing(write, approvers, needed, policy.AuthorMayDecide ? "" : " by people who did not write it");
        // A document that moves out of a protected place is protected as well.
        var places = write.Before is { } before ? new[] { write.Path, before.Path } : [write.Path];
        foreach (var rule in places.SelectMany(policy.ProtectionOf).Distinct())
        {
            var counted = approvers.Where(a => rule.Approvers.Count == 0 || rule.Approvers.Contains(a.Name, StringComparer.Ordinal)).ToList();
            if (counted.Count < rule.Approvals) yield return Missing(write, counted, rule.Approvals, $" for '{rule.Path}'{(rule.Approvers.Count == 0 ? "" : $" by {string.Join(", ", rule.Approvers)}")}");
        }
    }

    private static string Missing(FileWrite write, List<Actor> approvers, int needed, string whose) => string.Create(
        CultureInfo.InvariantCulture, $"{write.Path} has {approvers.Count} of {needed} approvals{whose}{(approvers.Count == 0 ? "" : $" ({string.Join(", ", approvers.Select(a => a.Name))})")}.");
}
