namespace TaskBoard.Entities;

public sealed record Column;
