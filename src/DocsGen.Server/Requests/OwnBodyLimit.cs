namespace DocsGen.Server.Requests;

/// <summary>Marks a route that takes a body of a size that it judges itself.</summary>
internal sealed record OwnBodyLimit;
