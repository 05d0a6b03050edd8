using System.Text.Json;
using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>The parts of our evidence that tell how a bundle came to be: what each gate found, and what people decided.</summary>
internal static class EvidenceJson
{
    /// <summary>Every execution whose gate has spoken, in order, those that failed included.</summary>
    public static void WriteGates(Utf8JsonWriter json, RunState state)
    {
        json.WriteStartArray("gates");
        foreach (var execution in state.Executions)
        {
            if (execution.Verdict is not { } verdict) continue;
            json.WriteStartObject();
            json.WriteString("execution", execution.Id.Value);
            json.WriteString("kind", execution.Kind.ToString().ToLowerInvariant());
            json.WriteString("verdict", execution.Status.ToWire());
            json.WriteNumber("errors", verdict.Errors);
            json.WriteNumber("warnings", verdict.Warnings);
            json.WriteNumber("infos", verdict.Infos);
            json.WriteNumber("overridden", verdict.Overridden);
            json.WriteString("report", verdict.Report);
            if (execution.Artifacts.FindLast(a => a.Path == verdict.Report) is { } report) json.WriteString("reportSha256", report.Hash.Value);
            json.WriteString("snapshotSha256", verdict.Snapshot.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Every approval, rejection, override and replacement in place, in order: who, when, which execution, which snapshot, why.</summary>
    public static void WriteDecisions(Utf8JsonWriter json, IReadOnlyList<StoredEvent> events)
    {
        json.WriteStartArray("decisions");
        foreach (var view in events.Where(e => e.Type is "approval.recorded" or "approval.rejected" or "gate.overridden" or "overwrite.granted").Select(RunLog.Read)) WriteDecision(json, view);
        json.WriteEndArray();
    }

    private static void WriteDecision(Utf8JsonWriter json, EventView view)
    {
        json.WriteStartObject();
        switch (view.Event)
        {
            case RunEvent.ApprovalRecorded approved:
                WriteHead(json, "approved", approved.ExecutionId, approved.Snapshot, view);
                json.WriteBoolean("automatic", approved.Automatic);
                if (approved.CarriedFrom is { } from) json.WriteString("carriedFrom", from.Value);
                break;
            case RunEvent.ApprovalRejected rejected:
                WriteHead(json, "rejected", rejected.ExecutionId, rejected.Snapshot, view);
                json.WriteString("reason", rejected.Reason);
                break;
            case RunEvent.GateOverridden overridden:
                WriteHead(json, "overridden", overridden.ExecutionId, null, view);
                json.WriteString("reason", overridden.Reason);
                json.WriteString("expiresUtc", ProvenanceStatement.Time(overridden.ExpiresUtc));
                json.WriteStartArray("issues");
                foreach (var issue in overridden.Issues) json.WriteStringValue($"{issue.Rule} {issue.Fingerprint}");
                json.WriteEndArray();
                break;
            case RunEvent.OverwriteGranted replaced:
                WriteHead(json, "replaced", replaced.ExecutionId, null, view);
                json.WriteString("path", replaced.Path);
                json.WriteString("beforeSha256", replaced.Before.Value);
                json.WriteString("afterSha256", replaced.After.Value);
                json.WriteString("reason", replaced.Reason);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteHead(Utf8JsonWriter json, string decision, ExecutionId execution, ContentHash? snapshot, EventView view)
    {
        json.WriteString("decision", decision);
        json.WriteString("execution", execution.Value);
        json.WriteString("by", view.Actor.ToString());
        json.WriteString("utc", ProvenanceStatement.Time(view.Utc));
        if (snapshot is { } seen) json.WriteString("snapshotSha256", seen.Value);
    }
}
