namespace TaskBoard.Entities;

public sealed record Card;
