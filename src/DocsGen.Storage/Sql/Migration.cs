using System.Globalization;
using System.Text;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql;

/// <summary>One step of a schema, from a file <c>Migrations/NNNN_name.sql</c> of its engine.</summary>
internal sealed record Migration(int Version, string Name, string Sql, string Sha256)
{
    /// <summary>All steps of an engine, in order.</summary>
    public static List<Migration> Load(string engine)
    {
        var folder = $"sql/{engine}/Migrations/";
        var assembly = typeof(Migration).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames().Where(n => n.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!, Encoding.UTF8);
                var sql = reader.ReadToEnd();
                var file = name[folder.Length..];
                return new Migration(int.Parse(file[..4], CultureInfo.InvariantCulture), file, sql, ContentHash.Of(sql).Value);
            }),
        ];
    }

    /// <summary>Refuses a store that a newer version or other hands have changed.</summary>
    public static void RequireKnown(List<Migration> all, IReadOnlyList<(long Version, string Name, string Sha256)> applied)
    {
        if (applied.Count > all.Count) throw new StoreTooNewException(applied.Count, all.Count);
        for (var i = 0; i < applied.Count; i++)
        {
            if (applied[i].Sha256 != all[i].Sha256 || applied[i].Version != all[i].Version || applied[i].Name != all[i].Name) throw new StoreDamagedException($"migration {applied[i].Name} of this store is not the one that this version of DocsGen knows.");
        }
    }
}
