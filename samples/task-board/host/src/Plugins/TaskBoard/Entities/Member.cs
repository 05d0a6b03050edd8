namespace TaskBoard.Entities;

public sealed record Member;
