using DocsGen.Core.Artifacts;

namespace DocsGen.Core.Access;

/// <summary>Keeps users and their roles. Each change is written together with its event (<see cref="IAccessLog"/>).</summary>
public interface IUserStore
{
    /// <summary>Stores a user; null when the name is taken.</summary>
    ValueTask<User?> AddAsync(User user, AccessEvent happened, CancellationToken cancellationToken);

    ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>All users, by name.</summary>
    ValueTask<IReadOnlyList<User>> ListAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Changes a user in one transaction: roles, whether they are disabled, and their password are what can change. Their sessions and links end when they are disabled or
    /// get another password. The user afterwards, unchanged when there was nothing to change; null when there is none.
    /// </summary>
    /// <param name="name">Who.</param>
    /// <param name="change">What becomes of them; null for nothing.</param>
    /// <param name="by">Who changes it.</param>
    /// <param name="cancellationToken">Stops it before it is written.</param>
    ValueTask<User?> ChangeAsync(string name, Func<User, (User After, AccessEvent Event)?> change, Actor by, CancellationToken cancellationToken);
}

/// <summary>Keeps sign-ins of browsers, and the links that make them. Each is written together with its event (<see cref="IAccessLog"/>).</summary>
public interface ISessionStore
{
    /// <summary>Stores a link under the hash of its secret; false when there is no such user, or they are disabled.</summary>
    ValueTask<bool> AddLinkAsync(SignInLink link, ContentHash secret, AccessEvent happened, Actor by, CancellationToken cancellationToken);

    /// <summary>Takes a link, once, and opens a session with it; null when it is unknown, used or expired, or its user is disabled.</summary>
    ValueTask<BrowserSession?> OpenByLinkAsync(ContentHash link, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>Opens a session for a user who has shown who they are; null when there is no such user, or they are disabled.</summary>
    ValueTask<BrowserSession?> OpenAsync(string user, ContentHash secret, TimeSpan lifetime, CancellationToken cancellationToken);

    /// <summary>The session of a secret, ended and expired ones too. Null when there is none.</summary>
    ValueTask<BrowserSession?> FindAsync(ContentHash secret, CancellationToken cancellationToken);

    /// <summary>Ends a session; false when it had ended.</summary>
    ValueTask<bool> EndAsync(BrowserSession session, CancellationToken cancellationToken);
}

/// <summary>The events of users, roles, tokens and sessions: append-only and hash-chained, each in the transaction of its change.</summary>
public interface IAccessLog
{
    /// <summary>Events after a number, oldest first.</summary>
    ValueTask<IReadOnlyList<StoredAccessEvent>> EventsAsync(long after, int limit, CancellationToken cancellationToken);

    /// <summary>Where the chain stands.</summary>
    ValueTask<AccessHead> HeadAsync(CancellationToken cancellationToken);
}
