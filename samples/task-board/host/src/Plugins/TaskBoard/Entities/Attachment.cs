namespace TaskBoard.Entities;

public sealed record Attachment;
