using System.Globalization;

namespace DocsGen.Core.Artifacts;

/// <summary>
/// Names one recorded attempt of a phase: <c>phase2_exec_001</c>. Its artifacts live under <c>phase2/</c> for the first
/// attempt and under <c>phase2_vK/</c> for the Kth, so that no path is ever written by two (A8).
/// </summary>
/// <param name="Phase">The phase's number, from 0.</param>
/// <param name="Number">The attempt's number within its phase, from 1.</param>
[System.Runtime.InteropServices.StructLayout(System.Runtime.InteropServices.LayoutKind.Auto)]
public readonly record struct ExecutionId(int Phase, int Number)
{
    /// <summary>The id as text.</summary>
    public string Value => string.Create(CultureInfo.InvariantCulture, $"phase{Phase}_exec_{Number:000}");

    /// <summary>The folder that this execution alone writes to.</summary>
    public string Folder => Number == 1
        ? string.Create(CultureInfo.InvariantCulture, $"phase{Phase}")
        : string.Create(CultureInfo.InvariantCulture, $"phase{Phase}_v{Number}");

    /// <summary>Parses an id.</summary>
    /// <exception cref="FormatException">The text is not an execution id.</exception>
    public static ExecutionId Parse(string text) => TryParse(text, out var id)
        ? id
        : throw new FormatException($"'{text}' is not an execution id; one looks like phase2_exec_001.");

    /// <summary>Parses an id; false when the text is something else.</summary>
    public static bool TryParse(string? text, out ExecutionId id)
    {
        id = default;
        if (text is null || !text.StartsWith("phase", StringComparison.Ordinal)) return false;
        var parts = text[5..].Split("_exec_");
        if (parts.Length != 2) return false;
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var phase)) return false;
        if (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1) return false;
        id = new(phase, number);
        return id.Value == text;
    }

    /// <inheritdoc/>
    public override string ToString() => Value;
}
