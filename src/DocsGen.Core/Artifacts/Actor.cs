namespace DocsGen.Core.Artifacts;

/// <summary>What kind of party acted.</summary>
public enum ActorKind
{
    /// <summary>A drafting agent.</summary>
    Agent,

    /// <summary>Deterministic code of DocsGen itself.</summary>
    Tool,

    /// <summary>A person.</summary>
    User,
}

/// <summary>Who did something: a kind and a name, written <c>user:ada</c>.</summary>
/// <param name="Kind">Agent, tool or user.</param>
/// <param name="Name">Which one; never empty.</param>
public sealed record Actor(ActorKind Kind, string Name)
{
    /// <summary>Which one; never empty, and without control characters, since it is shown to others.</summary>
    public string Name { get; } = Name.Length > 0 && !Name.Any(char.IsControl)
        ? Name
        : throw new FormatException("An actor has a name, without control characters.");

    /// <summary>DocsGen itself.</summary>
    public static Actor Tool { get; } = new(ActorKind.Tool, "docsgen");

    /// <summary>A person by name.</summary>
    public static Actor User(string name) => new(ActorKind.User, name);

    /// <summary>A drafting agent by id.</summary>
    public static Actor Agent(string id) => new(ActorKind.Agent, id);

    /// <summary>Parses the form <c>kind:name</c>.</summary>
    /// <exception cref="FormatException">The text has another form.</exception>
    public static Actor Parse(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1 || !Enum.TryParse<ActorKind>(text[..colon], ignoreCase: true, out var kind))
        {
            throw new FormatException($"'{text}' names no actor; one looks like user:ada.");
        }

        return new(kind, text[(colon + 1)..]);
    }

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ActorKind.Agent => $"agent:{Name}",
        ActorKind.Tool => $"tool:{Name}",
        ActorKind.User => $"user:{Name}",
    };
}
