using System.Text.Json;

namespace DocsGen.Server.Reference;

// Forms of requests, for the reference alone: bodies are read member by member, so that each refusal says what is wrong where.

internal sealed record PushForm(
    string ClientChangesetId, string? TargetBranch = null, string? Message = null, string? MergePrompt = null, long? Supersedes = null, long? SinceCursor = null, bool? SupersedesCovered = null,
    IReadOnlyList<OpForm>? Ops = null, IReadOnlyList<string>? OpsParts = null);

internal sealed record OpForm(string Type, string FileId, string ServerPath, int BaseVersion, string? Content = null, string? ContentHash = null, string? Sha256 = null);

internal sealed record PullForm(long? SinceCursor = null, int? Limit = null, bool? Binaries = null);

internal sealed record PullForms(long NewCursor, IReadOnlyList<Contracts.ChangeWire> Changes, bool? HasMore = null, bool? Reset = null);

internal sealed record ReviewForm(string Decision, string? AmendedContent = null, string? AmendedBase64 = null, string? Comment = null, string? ContentHash = null, string? Seen = null, int? AgainstVersion = null);

internal sealed record ReviewsForm(string? Decision = null, string? Comment = null, IReadOnlyList<FileReviewForm>? Files = null);

internal sealed record FileReviewForm(long Id, string Decision, string? AmendedContent = null, string? AmendedBase64 = null, string? Comment = null, string? ContentHash = null, string? Seen = null, int? AgainstVersion = null);

internal sealed record ModeForm(string? Mode = null);

internal sealed record RevertForm(string? ClientChangesetId = null, string? Message = null);

internal sealed record ReasonForm(string Reason);

internal sealed record SupersedeForm(long By);

internal sealed record RestoreForm(int Version, string? ClientChangesetId = null, string? Message = null);

internal sealed record FindForm(IReadOnlyList<string> FileIds);

internal sealed record BlobsForm(IReadOnlyList<string>? Ask = null, IReadOnlyList<BlobForm>? Blobs = null);

internal sealed record BlobForm(string Sha256, string? Content = null, string? Base64 = null);

internal sealed record SignInForm(string? User = null, string? Password = null, string? Link = null);

internal sealed record LoginForm(string User, string Password, string? Name = null, IReadOnlyList<string>? Scopes = null, IReadOnlyList<string>? Spaces = null, string? Expires = null);

internal sealed record TokenForm(string Name, IReadOnlyList<string> Scopes, IReadOnlyList<string>? Spaces = null, string? Expires = null);

internal sealed record SpaceForm(string? Slug = null, string? Name = null, JsonElement? Policy = null, bool? RaiseEpoch = null);
