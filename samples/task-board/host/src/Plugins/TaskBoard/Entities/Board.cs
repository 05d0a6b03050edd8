namespace TaskBoard.Entities;

public sealed record Board;
