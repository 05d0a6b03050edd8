namespace TaskBoard.Entities;

public sealed record Label;
