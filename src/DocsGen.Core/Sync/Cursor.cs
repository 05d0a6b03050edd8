using System.Globalization;

namespace DocsGen.Core.Sync;

/// <summary>
/// A space's position in the order of its publishes (S8): <c>epoch * 2^40 + sequence</c>. 0 is before everything; 1 too, but asks for deletes as well;
/// documents take numbers from 2 on. A restore from a backup raises the epoch, so that cursors given before are known not to be its own.
/// </summary>
public readonly record struct Cursor
{
    private const int SequenceBits = 40;

    /// <summary>Wraps a number as clients keep it.</summary>
    /// <exception cref="FormatException">It is negative.</exception>
    public Cursor(long value) => Value = value >= 0 ? value : throw new FormatException($"{value} is no cursor: a cursor is a whole number from 0 on.");

    /// <summary>Before every change.</summary>
    public static Cursor Zero { get; } = new(0);

    public long Value { get; }

    public long Epoch => Value >> SequenceBits;

    public long Sequence => Value & ((1L << SequenceBits) - 1);

    public static Cursor Of(long epoch, long sequence) => new((epoch << SequenceBits) + sequence);

    /// <summary>Parses a number.</summary>
    /// <exception cref="FormatException">The text is none.</exception>
    public static Cursor Parse(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
        ? new(value)
        : throw new FormatException($"'{text}' is no cursor: a cursor is a whole number from 0 on.");

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
