namespace DocsGen.Core.Runs.Attestations;

/// <summary>An attestation or a key is refused; the message says which part and why.</summary>
public sealed class AttestationRefusedException(string sentence) : Exception($"attestation.refused: {sentence}")
{
    /// <summary>What is wrong, without the code that the message begins with.</summary>
    public string Sentence { get; } = sentence;
}
