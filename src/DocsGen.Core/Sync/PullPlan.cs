namespace DocsGen.Core.Sync;

/// <summary>What a pull has to read: decided from the space and the reader's cursor alone.</summary>
/// <param name="After">Documents whose number is above this.</param>
/// <param name="Tombstones">Whether deletes are told as well.</param>
/// <param name="Reset">See <see cref="PullHead"/>.</param>
public sealed record PullPlan(long After, bool Tombstones, bool Reset)
{
    public static PullPlan Of(Space space, Cursor since)
    {
        if (since == Cursor.Zero) return new(0, Tombstones: false, Reset: false);
        // 1 is before every change in any epoch: it is what a push answers to who has not pulled yet.
        if (since.Value == 1) return new(1, Tombstones: true, Reset: false);
        return since.Epoch == space.Epoch && since.Sequence <= space.Sequence && since.Sequence >= 1
            ? new(since.Sequence, Tombstones: true, Reset: false)
            : new(1, Tombstones: true, Reset: true);
    }
}
