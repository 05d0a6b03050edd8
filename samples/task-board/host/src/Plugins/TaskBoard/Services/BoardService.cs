namespace TaskBoard.Services;

public sealed class BoardService;
