using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Runs;

/// <summary>
/// An event as stored. <see cref="Body"/> is the canonical JSON of <c>{runId, seq, type, phase?, executionId?, message, utc, actor, data}</c>;
/// <see cref="Hash"/> is the SHA-256 over <see cref="PrevHash"/>, a line feed and the body, so that no engine's types can change it (R10).
/// </summary>
public sealed record StoredEvent(RunId Run, long Seq, string Type, string Body, string PrevHash, string Hash);
