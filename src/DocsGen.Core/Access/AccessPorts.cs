namespace DocsGen.Core.Access;

/// <summary>What the use cases of access need from the world, and what their caller may do.</summary>
public sealed record AccessPorts(IUserStore Users, ISessionStore Sessions, ITokenStore Tokens, IAccessLog Log)
{
    /// <summary>The code of every refusal for want of a right.</summary>
    public const string NotAllowed = "NOT_ALLOWED";

    /// <summary>Whoever holds the store itself may do everything; a server says here what its caller may.</summary>
    public Rights Rights { get; init; } = Rights.All;

    /// <summary>A refusal, unless the caller is an admin of all spaces.</summary>
    internal AccessAnswer<T>.Refused? Refuse<T>() => Rights.AllowEverywhere(Scope.Admin) ? null : new(NotAllowed, "This takes the role 'admin' in all spaces, which you do not have.");
}

/// <summary>What a use case of access gave.</summary>
public abstract record AccessAnswer<T>
{
    private AccessAnswer()
    {
    }

    public sealed record Done(T Value) : AccessAnswer<T>;

    /// <summary>Refused; nothing was written. <paramref name="Code"/> is stable, and <paramref name="Message"/> says what to do.</summary>
    public sealed record Refused(string Code, string Message) : AccessAnswer<T>;
}
