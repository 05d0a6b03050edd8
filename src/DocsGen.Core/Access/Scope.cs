namespace DocsGen.Core.Access;

/// <summary>What a token lets its holder do; DESIGN section 8. <see cref="Admin"/> contains all others but <see cref="Agent"/>, and each of push, review and publish contains read.</summary>
public enum Scope
{
    Read,
    Push,
    Review,
    Publish,

    /// <summary>Decide gates of runs.</summary>
    Approve,

    /// <summary>Make spaces and set their policies.</summary>
    Admin,

    /// <summary>Draft for one run, and nothing else.</summary>
    Agent,
}

/// <summary>Scopes as words.</summary>
public static class Scopes
{
    public static string ToWire(this Scope scope) => scope switch
    {
        Scope.Read => "read",
        Scope.Push => "push",
        Scope.Review => "review",
        Scope.Publish => "publish",
        Scope.Approve => "approve",
        Scope.Admin => "admin",
        Scope.Agent => "agent",
    };

    /// <summary>Parses a word.</summary>
    /// <exception cref="FormatException">It names no scope.</exception>
    public static Scope Parse(string text)
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            if (scope.ToWire() == text) return scope;
        }

        throw new FormatException($"'{text}' is no scope; there are {string.Join(", ", Enum.GetValues<Scope>().Select(ToWire))}.");
    }
}
