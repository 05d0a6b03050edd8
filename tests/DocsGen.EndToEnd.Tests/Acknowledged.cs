using System.Collections.Concurrent;
using DocsGen.Core.Sync;

namespace DocsGen.EndToEnd.Tests;

/// <summary>What clients were told was done, against what is there.</summary>
internal sealed class Acknowledged
{
    private readonly ConcurrentDictionary<string, long> pushes;
    private readonly ConcurrentDictionary<long, bool> accepted;
    private readonly ConcurrentDictionary<long, string> publishes;

    public Acknowledged()
        : this(new(StringComparer.Ordinal), new(), new())
    {
    }

    private Acknowledged(ConcurrentDictionary<string, long> pushes, ConcurrentDictionary<long, bool> accepted, ConcurrentDictionary<long, string> publishes) =>
        (this.pushes, this.accepted, this.publishes) = (pushes, accepted, publishes);

    public int Published => publishes.Values.Count(s => s != "reviewing");

    public int Refused => publishes.Values.Count(s => s == "reviewing");

    /// <summary>What was told until now.</summary>
    public Acknowledged Copy() => new(new(pushes, StringComparer.Ordinal), new(accepted), new(publishes));

    /// <summary>A push was answered.</summary>
    public void Push(string clientId, long id) => pushes[clientId] = id;

    /// <summary>All files of a changeset were accepted.</summary>
    public void Review(long id) => accepted[id] = true;

    /// <summary>A publish was answered: by "published", "replayed" or "reviewing".</summary>
    public void Publish(long id, string said) => publishes[id] = said;

    /// <summary>What was acknowledged and is not there, or not once.</summary>
    /// <param name="there">Every changeset of the space, read after the last acknowledgement.</param>
    public IEnumerable<string> Violations(IReadOnlyList<Changeset> there)
    {
        var byId = there.ToDictionary(c => c.Id.Value);
        foreach (var (clientId, id) in pushes)
        {
            var found = there.Where(c => c.ClientId == clientId).Select(c => c.Id.Value).ToList();
            if (found is not [var only] || only != id) yield return $"A5: the push {clientId} was acknowledged as changeset {id}, and is there as '{string.Join(' ', found)}'";
        }

        foreach (var id in accepted.Keys)
        {
            if (!byId.TryGetValue(id, out var changeset) || changeset.Files.Any(f => f.Decision?.Kind != DecisionKind.Accept)) yield return $"A5: the review of changeset {id} was acknowledged, and is not there";
        }

        foreach (var (id, said) in publishes)
        {
            var wanted = said == "reviewing" ? ChangesetStatus.Reviewing : ChangesetStatus.Published;
            if (!byId.TryGetValue(id, out var changeset) || changeset.Status != wanted) yield return $"A5: the publish of changeset {id} was answered by {said}, and it is {changeset?.Status.ToWire() ?? "not there"}";
        }
    }
}
