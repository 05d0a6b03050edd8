using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access;

/// <summary>A person whom the store knows. Users are never deleted: what they did carries their name.</summary>
public sealed record User
{
    private const int MaxName = 100;

    /// <summary>The store's own number of them.</summary>
    public long Id { get; init; }

    /// <summary>Unique, and never changed.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<GivenRole> Roles { get; init; } = [];

    /// <summary>Whether they may do nothing at present, whatever their roles are.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Their password as <see cref="PasswordHash"/> writes it; null while they have none.</summary>
    public string? Password { get; init; }

    public required Actor CreatedBy { get; init; }

    public required DateTimeOffset CreatedUtc { get; init; }

    /// <summary>Who acts when they do.</summary>
    public Actor Actor => Actor.User(Name);

    /// <summary>What they may do now.</summary>
    public Rights Rights => IsDisabled ? Rights.None : Rights.Of(Roles.Select(r => r.Grant));

    /// <summary>The name, if somebody may be called so.</summary>
    /// <exception cref="FormatException">It is empty, too long, or holds control characters or blanks at its ends.</exception>
    public static string RequireName(string name) => IsName(name) ? name : throw new FormatException($"A user has a name of 1 to {MaxName} characters, without control characters and without blanks at its ends.");

    /// <summary>Whether somebody may be called so.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= MaxName && name.Trim().Length == name.Length && !name.Any(c => char.IsControl(c) || char.IsSurrogate(c));

    /// <summary>Who, without the password.</summary>
    public override string ToString() => $"user {Name}";
}
