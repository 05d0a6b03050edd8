using System.Globalization;

namespace DocsGen.Core.Sync;

/// <summary>The number of a changeset, from 1 on; one row of numbers for all spaces of a store.</summary>
public readonly record struct ChangesetId : IComparable<ChangesetId>
{
    /// <summary>Wraps a number.</summary>
    /// <exception cref="FormatException">It is below 1.</exception>
    public ChangesetId(long value) => Value = value >= 1 ? value : throw new FormatException($"{value} cannot number a changeset.");

    public long Value { get; }

    /// <summary>Parses a number, with or without a leading <c>#</c>.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static ChangesetId Parse(string text) =>
        long.TryParse(text.AsSpan(text.StartsWith('#') ? 1 : 0), NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1
            ? new(value)
            : throw new FormatException($"'{text}' is no changeset; one looks like 12.");

    public int CompareTo(ChangesetId other) => Value.CompareTo(other.Value);

    public static bool operator <(ChangesetId left, ChangesetId right) => left.Value < right.Value;

    public static bool operator >(ChangesetId left, ChangesetId right) => left.Value > right.Value;

    public static bool operator <=(ChangesetId left, ChangesetId right) => left.Value <= right.Value;

    public static bool operator >=(ChangesetId left, ChangesetId right) => left.Value >= right.Value;

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
