using System.Text.Json;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Formulas;

namespace DocsGen.Core.Runs.Attestations;

/// <summary>What a statement says of a bundle, read back.</summary>
/// <param name="Name">The bundle's file name.</param>
/// <param name="Hash">SHA-256 of the bundle.</param>
/// <param name="Run">The run that made it, as the statement calls it.</param>
/// <param name="Files">What is in it, by name.</param>
public sealed record AttestedBundle(string Name, ContentHash Hash, string Run, IReadOnlyDictionary<string, ContentHash> Files)
{
    /// <summary>Reads an in-toto statement from outside.</summary>
    /// <exception cref="AttestationRefusedException">It is no statement of this kind, or lacks a part.</exception>
    public static AttestedBundle Read(DsseEnvelope envelope)
    {
        if (envelope.PayloadType != DsseEnvelope.InTotoPayload)
        {
            throw new AttestationRefusedException($"its payload is '{envelope.PayloadType}'; it should be '{DsseEnvelope.InTotoPayload}'.");
        }

        using var document = DsseEnvelope.Parse(envelope.Payload, "the statement");
        var root = document.RootElement;
        Expect(root, "_type", ProvenanceStatement.StatementType);
        Expect(root, "predicateType", ProvenanceStatement.PredicateType);
        var subjects = List(root, "subject");
        if (subjects.Count != 1) throw new AttestationRefusedException($"the statement is about {subjects.Count} subjects; it should be about one bundle.");
        var (name, hash) = Descriptor(subjects[0]);
        var predicate = Member(root, "predicate", JsonValueKind.Object);
        Expect(Member(predicate, "buildDefinition", JsonValueKind.Object), "buildType", ProvenanceStatement.BuildType);
        var metadata = Member(Member(predicate, "runDetails", JsonValueKind.Object), "metadata", JsonValueKind.Object);
        var files = new Dictionary<string, ContentHash>(StringComparer.Ordinal);
        foreach (var file in List(Member(predicate, ProvenanceStatement.Evidence, JsonValueKind.Object), "files").Select(Descriptor))
        {
            if (!files.TryAdd(file.Name, file.Hash)) throw new AttestationRefusedException($"the statement names the file '{file.Name}' twice.");
        }

        return new(name, hash, Text(metadata, "invocationId"), files);
    }

    private static void Expect(JsonElement element, string name, string wanted)
    {
        var found = Text(element, name);
        if (found != wanted) throw new AttestationRefusedException($"'{name}' of the statement is '{found}'; it should be '{wanted}'.");
    }

    private static (string Name, ContentHash Hash) Descriptor(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new AttestationRefusedException("the statement names a file by something that is no object.");
        var name = Text(element, "name");
        var digest = Text(Member(element, "digest", JsonValueKind.Object), "sha256");
        return ContentHash.TryParse(digest, out var hash) ? (name, hash) : throw new AttestationRefusedException($"the statement's digest of '{name}' is no SHA-256.");
    }

    private static IReadOnlyList<JsonElement> List(JsonElement element, string name) => [.. Member(element, name, JsonValueKind.Array).EnumerateArray()];

    private static string Text(JsonElement element, string name) =>
        JsonText.Of(Member(element, name, JsonValueKind.String)) ?? throw new AttestationRefusedException($"'{name}' of the statement holds a character that no text may hold.");

    private static JsonElement Member(JsonElement element, string name, JsonValueKind kind) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == kind ? value : throw new AttestationRefusedException($"the statement has no {Word(kind)} '{name}'.");

    private static string Word(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "object",
        JsonValueKind.Array => "list",
        _ => "text",
    };
}
