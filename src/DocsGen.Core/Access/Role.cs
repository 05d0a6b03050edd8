namespace DocsGen.Core.Access;

/// <summary>What a person is in a space.</summary>
public enum Role
{
    Reader,
    Author,
    Reviewer,
    Publisher,
    Admin,
}

/// <summary>Roles as words, and what each of them opens; docs/server.md has the same table, and a test compares the two.</summary>
public static class Roles
{
    /// <summary>All spaces, where a slug would stand.</summary>
    public const string Everywhere = "*";

    public static string ToWire(this Role role) => role switch
    {
        Role.Reader => "reader",
        Role.Author => "author",
        Role.Reviewer => "reviewer",
        Role.Publisher => "publisher",
        Role.Admin => "admin",
    };

    /// <summary>Parses a word.</summary>
    /// <exception cref="FormatException">It names no role.</exception>
    public static Role Parse(string text)
    {
        foreach (var role in Enum.GetValues<Role>())
        {
            if (role.ToWire() == text) return role;
        }

        throw new FormatException($"'{text}' is no role; there are {string.Join(", ", Enum.GetValues<Role>().Select(ToWire))}.");
    }

    /// <summary>The scopes of a role. Whoever only writes decides nothing, and whoever only decides writes nothing: who does both has both roles.</summary>
    public static IReadOnlySet<Scope> Scopes(this Role role) => role switch
    {
        Role.Reader => new HashSet<Scope> { Scope.Read },
        Role.Author => new HashSet<Scope> { Scope.Read, Scope.Push },
        Role.Reviewer => new HashSet<Scope> { Scope.Read, Scope.Review, Scope.Approve },
        Role.Publisher => new HashSet<Scope> { Scope.Read, Scope.Review, Scope.Approve, Scope.Publish },
        Role.Admin => new HashSet<Scope> { Scope.Read, Scope.Push, Scope.Review, Scope.Approve, Scope.Publish, Scope.Admin },
    };
}

/// <summary>A role that somebody has in a space, written <c>reviewer@docs</c>; in all spaces, <c>reviewer@*</c>.</summary>
/// <param name="Role">The role.</param>
/// <param name="Space">The slug of the space; null for all.</param>
public sealed record GivenRole(Role Role, string? Space)
{
    /// <summary>What it opens.</summary>
    public Grant Grant => new(Role.Scopes(), Space);

    /// <summary>Parses <c>ROLE@SPACE</c>; a role alone is one in all spaces. Whether there is such a space is not asked.</summary>
    /// <exception cref="FormatException">It names no role, or no space after the @.</exception>
    public static GivenRole Parse(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at < 0) return new(Roles.Parse(text), null);
        var space = text[(at + 1)..];
        if (space.Length == 0 || space.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c == '@')) throw new FormatException($"'{text}' names no space; a role looks like reviewer@docs, or reviewer@* for all spaces.");
        return new(Roles.Parse(text[..at]), space == Roles.Everywhere ? null : space);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Role.ToWire()}@{Space ?? Roles.Everywhere}";
}
