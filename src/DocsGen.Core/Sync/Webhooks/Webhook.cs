using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Sync.Webhooks;

/// <summary>An address that is told of the events of a space.</summary>
public sealed record Webhook
{
    /// <summary>The store's own number of it.</summary>
    public long Id { get; init; }

    public required long Space { get; init; }

    public required Uri Url { get; init; }

    /// <summary>What requests are signed with: <c>whsec_</c> and base64 of 32 bytes. The receiver holds it too; it is shown once.</summary>
    public required string Secret { get; init; }

    /// <summary>Types such as <c>changeset.published</c>, or beginnings such as <c>changeset.*</c>; null for all.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    public required Actor CreatedBy { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Whether it is told of events of a type.</summary>
    public bool Wants(string type) => Types is null || Types.Any(t => t == type || (t.EndsWith(".*", StringComparison.Ordinal) && type.StartsWith(t[..^1], StringComparison.Ordinal)));
}

/// <summary>Where a delivery stands.</summary>
public enum DeliveryState
{
    Pending,
    Delivered,

    /// <summary>Tried as often as is worth it; somebody may have it tried again.</summary>
    GivenUp,
}

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">Its number, the same in every try: by it a receiver knows that it has heard this before.</param>
/// <param name="Seq">The event's number in its space.</param>
/// <param name="Type">The event's type.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastUtc">When it was tried last.</param>
/// <param name="LastAnswer">What the receiver answered, or what went wrong.</param>
public sealed record Delivery(long Id, long Seq, string Type, DeliveryState State, int Attempts, DateTimeOffset? LastUtc, string? LastAnswer);

/// <summary>A delivery that is due, claimed by this process: its try is the one with this number.</summary>
public sealed record DueDelivery(long Id, int Attempt, Uri Url, string Secret, string Type, string Body);

/// <summary>States as words.</summary>
public static class DeliveryStates
{
    public static string ToWire(this DeliveryState state) => state switch
    {
        DeliveryState.Pending => "pending",
        DeliveryState.Delivered => "delivered",
        DeliveryState.GivenUp => "given_up",
    };

    /// <summary>Parses a word.</summary>
    /// <exception cref="FormatException">It names no state.</exception>
    public static DeliveryState Parse(string text) =>
        Enum.GetValues<DeliveryState>().Where(s => s.ToWire() == text).Select(s => (DeliveryState?)s).SingleOrDefault() ?? throw new FormatException($"'{text}' is no state of a delivery.");
}
