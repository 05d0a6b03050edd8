namespace TaskBoard.Entities;

public sealed record Comment;
