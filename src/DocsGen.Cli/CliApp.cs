using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using DocsGen.Cli.Commands;
using DocsGen.Cli.Commands.Access;
using DocsGen.Cli.Commands.Audit;
using DocsGen.Cli.Commands.Formulas;
using DocsGen.Cli.Commands.RequirementsFiles;
using DocsGen.Cli.Commands.Run;
using DocsGen.Cli.Commands.Server;
using DocsGen.Cli.Commands.Store;
using DocsGen.Cli.Commands.Sync;
using DocsGen.Cli.Commands.Validate;
using DocsGen.Cli.Output;

namespace DocsGen.Cli;

/// <summary>The command tree.</summary>
internal static class CliApp
{
    /// <summary>The program's version, as runs record it.</summary>
    public static string Version => typeof(CliApp).Assembly.GetName().Version!.ToString(3);

    /// <summary>Parses and runs one command line; answers the exit code.</summary>
    public static async Task<int> RunAsync(string[] args, Terminal terminal)
    {
        var parsed = Build(terminal).Parse(args);
        if (parsed.Action is not HelpAction && UsageText.WhatIsWrong(parsed) is { } wrong)
        {
            new Printer(terminal, args.Contains("--json"), quiet: false).Fail(CliError.Usage("usage", wrong));
            return ExitCodes.Usage;
        }

        var configuration = new InvocationConfiguration { Output = terminal.Out, Error = terminal.Error, EnableDefaultExceptionHandler = false };
        if (parsed.CommandResult.Command is DocsGenCommand { Ending: { } patience }) configuration.ProcessTerminationTimeout = patience;
        return await parsed.InvokeAsync(configuration);
    }

    private static RootCommand Build(Terminal terminal)
    {
        var root = new RootCommand("DocsGen produces documentation in phases, proves it with deterministic gates, and keeps every file it ever made.")
        {
            GlobalOptions.Store,
            GlobalOptions.Database,
            GlobalOptions.Server,
            GlobalOptions.Json,
            GlobalOptions.Quiet,
            Runs(terminal),
            Spaces(terminal),
            new PushCommand(terminal),
            new PullCommand(terminal),
            Changesets(terminal),
            Documents(terminal),
            new ServeCommand(terminal),
            Group("token", "API tokens of the server", new TokenCreateCommand(terminal), new TokenListCommand(terminal), new TokenRevokeCommand(terminal)),
            Group("webhook", "Addresses that are told of events", new WebhookAddCommand(terminal), new WebhookListCommand(terminal), new WebhookRemoveCommand(terminal), new WebhookDeliveriesCommand(terminal)),
            Users(terminal),
            new LoginCommand(terminal),
            new LogoutCommand(terminal),
            new AuditCommand(terminal),
            new ValidateCommand(terminal),
            new VerifyCommand(terminal),
            Group("key", "Keys that sign attestations", new KeyNewCommand(terminal)),
            new GcCommand(terminal),
            new BackupCommand(terminal),
            new RestoreCommand(terminal),
            new DoctorCommand(terminal),
            Group(
                "requirements",
                "Write and check requirements",
                new RequirementsInitCommand(terminal),
                new RequirementsSchemaCommand(terminal),
                new RequirementsCheckCommand(terminal)),
            Group("formula", "List, show and check formulas", new FormulaListCommand(terminal), new FormulaShowCommand(terminal), new FormulaCheckCommand(terminal)),
            Group("config", "Settings", new ConfigListCommand(terminal)),
            new CompletionCommand(terminal),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExitCodes((HelpAction)help.Action!, terminal);
        // Slashes begin paths here, and would only be noise among completions.
        foreach (var slash in help.Aliases.Where(a => a.StartsWith('/')).ToList()) help.Aliases.Remove(slash);
        return root;
    }

    private static Command Runs(Terminal terminal) => Group(
        "run",
        "Start, watch, approve and inspect runs",
        new RunStartCommand(terminal),
        new RunListCommand(terminal),
        new RunShowCommand(terminal),
        new RunWatchCommand(terminal),
        new RunApproveCommand(terminal),
        new RunRejectCommand(terminal),
        new RunCancelCommand(terminal),
        new RunResumeCommand(terminal),
        new RunRegenerateCommand(terminal),
        new RunRevalidateCommand(terminal),
        new RunCheckoutCommand(terminal),
        new RunEditCommand(terminal),
        new RunOverrideCommand(terminal),
        new RunOverwriteCommand(terminal),
        new RunRebuildCommand(terminal),
        new RunEventsCommand(terminal),
        new RunArtifactsCommand(terminal),
        new RunCatCommand(terminal),
        new RunIssuesCommand(terminal),
        new RunExplainCommand(terminal),
        new RunDiffCommand(terminal),
        new RunReportCommand(terminal),
        new RunProvenanceCommand(terminal),
        new RunBundleCommand(terminal),
        new RunAttestCommand(terminal),
        new RunPushCommand(terminal),
        RunRetainCommand.Archive(terminal),
        RunRetainCommand.Pin(terminal),
        new RunDeleteCommand(terminal));

    private static Command Spaces(Terminal terminal) => Group(
        "space",
        "Sets of live docs, each with its own policy",
        new SpaceCreateCommand(terminal),
        new SpaceListCommand(terminal),
        new SpacePolicyCommand(terminal),
        new SpaceEventsCommand(terminal),
        new SpaceRaiseEpochCommand(terminal));

    private static Command Changesets(Terminal terminal) => Group(
        "changeset",
        "Review and publish what was pushed",
        new ChangesetListCommand(terminal),
        new ChangesetShowCommand(terminal),
        new ChangesetDiffCommand(terminal),
        new ChangesetReviewCommand(terminal),
        new ChangesetPublishCommand(terminal),
        new ChangesetRebaseCommand(terminal),
        new ChangesetCommentCommand(terminal),
        new ChangesetRevertCommand(terminal),
        new ChangesetSupersedeCommand(terminal),
        new ChangesetWithdrawCommand(terminal));

    private static Command Users(Terminal terminal) => Group(
        "user",
        "People, what they may do, and how they sign in",
        new UserAddCommand(terminal),
        new UserListCommand(terminal),
        new UserRoleCommand(terminal),
        new UserStateCommand(disabled: true, terminal),
        new UserStateCommand(disabled: false, terminal),
        new UserPasswordCommand(terminal),
        new UserLinkCommand(terminal));

    private static Command Documents(Terminal terminal) => Group(
        "document",
        "Live documents and their history",
        new DocumentListCommand(terminal),
        new DocumentShowCommand(terminal),
        new DocumentHistoryCommand(terminal),
        new DocumentDiffCommand(terminal),
        new DocumentRestoreCommand(terminal));

    private static Command Group(string name, string description, params Command[] verbs)
    {
        var group = new Command(name, description);
        foreach (var verb in verbs) group.Subcommands.Add(verb);
        return group;
    }

    private sealed class HelpWithExitCodes(HelpAction inner, Terminal terminal) : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var code = inner.Invoke(parseResult);
            terminal.Out.WriteLine(ExitCodes.Help);
            return code;
        }
    }
}
