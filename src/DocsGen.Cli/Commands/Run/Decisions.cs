using DocsGen.Cli.Output;
using DocsGen.Core.Artifacts;
using DocsGen.Core.Runs;
using DocsGen.Core.Runs.UseCases;

namespace DocsGen.Cli.Commands.Run;

/// <summary>Maps what people's commands answer.</summary>
internal static class Decisions
{
    public static RunAnswer.Done Unwrap(RunAnswer answer, RunId run) => answer switch
    {
        RunAnswer.Done done => done,
        RunAnswer.Refused refused => throw new CliError(refused.Code, refused.Message, ExitCodeOf(refused.Code)),
        _ => throw Session.NoRun(run),
    };

    /// <summary>Prints where the run stands after a decision that drives nothing.</summary>
    public static int Recorded(Session session, RunState run)
    {
        RunText.Summary(session.Print, run, session.Next);
        session.Print.Document("run", json => RunJson.Write(json, run, null, session.Next));
        return ExitCodes.Done;
    }

    /// <summary>Goes on after a command that makes the run <c>running</c>, unless it was only to be recorded.</summary>
    public static Task<int> DriveOnAsync(Session session, RunAnswer.Done done, bool noDrive, CancellationToken cancellationToken) =>
        noDrive ? Task.FromResult(Recorded(session, done.State)) : Driving.DriveAsync(session, done.State, cancellationToken);

    private static int ExitCodeOf(string code) => code switch
    {
        "regenerate.unknown_file" or "edit.unknown_file" or "regenerate.preflight" or "overwrite.unknown_file" => ExitCodes.Usage,
        "override.unknown_issue" or "override.short_fingerprint" or "override.ambiguous_fingerprint" or "override.expired" or "replan.unknown_profile" or "replan.unknown_number" or "replan.words" => ExitCodes.Usage,
        _ when code.EndsWith(".reason_missing", StringComparison.Ordinal) => ExitCodes.Usage,
        "actor.not_allowed" => ExitCodes.NotAllowed,
        _ => ExitCodes.Conflict,
    };
}
