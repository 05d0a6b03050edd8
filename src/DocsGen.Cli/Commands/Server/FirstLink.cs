using System.Security.Cryptography;
using DocsGen.Cli.Commands.Access;
using DocsGen.Core.Access;
using DocsGen.Core.Access.UseCases;
using DocsGen.Storage;

namespace DocsGen.Cli.Commands.Server;

/// <summary>
/// The sign-in link on the console of a server that only this machine can reach: whoever starts the first one is its admin, and signs in without having been registered.
/// Once others are there, or tokens, nobody gets in that way any more.
/// </summary>
internal static class FirstLink
{
    /// <summary>The secret of a link for who runs the server; null where others have a say.</summary>
    public static async ValueTask<string?> MakeAsync(Session session, IStore store, IReadOnlyList<User> users, bool hasTokens, CancellationToken cancellationToken)
    {
        var me = session.Actor.Name;
        if (users.Count == 0 && !hasTokens)
        {
            UserText.Value(await new AddUser(store.Access, RandomNumberGenerator.Fill, session.Terminal.Clock).ExecuteAsync(me, [new(Role.Admin, null)], null, session.Actor, cancellationToken));
        }
        else if (users is not [{ IsDisabled: false } only] || only.Name != me)
        {
            return null;
        }

        return UserText.Value(await new CreateSignInLink(store.Access, RandomNumberGenerator.Fill, session.Terminal.Clock).ExecuteAsync(me, CreateSignInLink.UsualLifetime, session.Actor, cancellationToken));
    }
}
