namespace TaskBoard.Services;

public sealed class CardService;
