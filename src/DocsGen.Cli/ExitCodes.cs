namespace DocsGen.Cli;

/// <summary>What the process answers; DESIGN.md section 7, and <c>docsgen --help</c>.</summary>
internal static class ExitCodes
{
    public const int Done = 0;
    public const int Unexpected = 1;
    public const int Usage = 2;
    public const int GateFailed = 3;
    public const int Waiting = 4;
    public const int Conflict = 5;
    public const int NotAllowed = 6;
    public const int Unreachable = 7;

    /// <summary>Interrupted by Ctrl-C, as shells expect (128 + SIGINT).</summary>
    public const int Interrupted = 130;

    public const string Help =
        """
        Exit codes:
          0    done
          1    failed for an unexpected cause
          2    usage or bad input
          3    gate failed, validation found errors
          4    waits for an approval or review
          5    conflict: another process drives the run, or it moved on
          6    not signed in, not allowed
          7    server or storage cannot be reached
          130  interrupted; 'docsgen run resume' goes on
        """;
}
