using DocsGen.Storage;

namespace DocsGen.Server.Events;

/// <summary>The tails of the spaces that somebody follows at this server.</summary>
internal sealed class EventTails(IStore store)
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, (EventTail Tail, int Followers)> tails = [];

    /// <summary>The tail of a space, for one who has read up to a number; given back by <see cref="LeaveAsync"/>.</summary>
    public EventTail Follow(long space, long after)
    {
        lock (gate)
        {
            var (tail, followers) = tails.TryGetValue(space, out var there) ? there : (new EventTail(store, space, after), 0);
            tails[space] = (tail, followers + 1);
            return tail;
        }
    }

    /// <summary>The last one who leaves ends it.</summary>
    public async ValueTask LeaveAsync(long space)
    {
        EventTail? over = null;
        lock (gate)
        {
            var (tail, followers) = tails[space];
            if (followers > 1) tails[space] = (tail, followers - 1);
            else
            {
                tails.Remove(space);
                over = tail;
            }
        }

        if (over is not null) await over.DisposeAsync();
    }
}
