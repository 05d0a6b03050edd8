namespace TaskBoard;

public sealed class TaskBoardPlugin;
