using DocsGen.Core.Access;

namespace DocsGen.Core.Sync;

/// <summary>What the use cases of sync need from the world, and what their caller may do.</summary>
public sealed record SyncPorts(ISpaceStore Spaces, IChangesetStore Changesets, IDocumentStore Documents, Artifacts.IBlobStore Blobs)
{
    /// <summary>The code of every refusal for want of a right.</summary>
    public const string NotAllowed = "NOT_ALLOWED";

    /// <summary>Whoever holds the store itself may do everything; a server says here what its caller may.</summary>
    public Rights Rights { get; init; } = Rights.All;

    /// <summary>A refusal, unless the caller holds one of the scopes in a space.</summary>
    internal SyncAnswer<T>.Refused? Refuse<T>(string space, params ReadOnlySpan<Scope> anyOf)
    {
        foreach (var scope in anyOf)
        {
            if (Rights.Allow(scope, space)) return null;
        }

        return new(NotAllowed, $"This takes the scope '{anyOf[0].ToWire()}' in space '{space}', which your token does not have.");
    }
}
