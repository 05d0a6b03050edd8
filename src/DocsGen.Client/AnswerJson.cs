using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DocsGen.Contracts;

namespace DocsGen.Client;

/// <summary>How answers are read: what a form promises must be there. Who leaves it out, or sends null for it, is no server of ours.</summary>
internal static class AnswerJson
{
    private static readonly JsonSerializerOptions Strict = new(SyncJson.Wire.Options) { RespectNullableAnnotations = true, TypeInfoResolver = SyncJson.Default.WithAddedModifier(Require) };

    /// <summary>The strict form of a form.</summary>
    public static JsonTypeInfo<T> Of<T>(JsonTypeInfo<T> form) => (JsonTypeInfo<T>)Strict.GetTypeInfo(form.Type);

    private static void Require(JsonTypeInfo form)
    {
        foreach (var property in form.Properties) property.IsRequired |= property.PropertyType.IsValueType ? Nullable.GetUnderlyingType(property.PropertyType) is null : !property.IsSetNullable;
    }
}
