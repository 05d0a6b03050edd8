using System.CommandLine;
using DocsGen.Cli.Output;

namespace DocsGen.Cli.Commands;

/// <summary>
/// <c>docsgen completion SHELL</c>: a script for the shell that asks docsgen itself (System.CommandLine's <c>[suggest]</c> directive), so that run ids,
/// options and values are always those of the store and version at hand.
/// </summary>
internal sealed class CompletionCommand : DocsGenCommand
{
    private readonly Argument<string> shell = new("SHELL") { Description = "bash, zsh, fish or pwsh" };

    public CompletionCommand(Terminal terminal)
        : base("completion", "Print a completion script for a shell", terminal)
    {
        Arguments.Add(shell);
        shell.Only("bash", "zsh", "fish", "pwsh");
    }

    protected override Task<int> ExecuteAsync(Session session, ParseResult parsed, CancellationToken cancellationToken)
    {
        var name = parsed.GetValue(shell)!;
        var script = ScriptFor(name);
        session.Print.Line(script);
        session.Print.Document("completion", json =>
        {
            json.WriteString("shell", name);
            json.WriteString("script", script);
        });
        return Task.FromResult(ExitCodes.Done);
    }

    private static string ScriptFor(string shell) => shell switch
    {
        "bash" =>
            """
            # docsgen completion for bash: source <(docsgen completion bash)
            _docsgen() {
              local line="${COMP_LINE#* }" words
              mapfile -t words < <("${COMP_WORDS[0]}" "[suggest:$((COMP_POINT - ${#COMP_LINE} + ${#line}))]" "$line" 2>/dev/null)
              mapfile -t COMPREPLY < <(compgen -W "${words[*]}" -- "${COMP_WORDS[COMP_CWORD]}")
            }
            complete -o default -F _docsgen docsgen ./docsgen
            """,
        "zsh" =>
            """
            #compdef docsgen
            # docsgen completion for zsh: source <(docsgen completion zsh)
            _docsgen() {
              local line="${BUFFER#* }"
              local -a found
              found=("${(@f)$("${words[1]}" "[suggest:$((CURSOR - ${#BUFFER} + ${#line}))]" "$line" 2>/dev/null)}")
              compadd -- $found
              _files
            }
            compdef _docsgen docsgen
            """,
        "fish" =>
            """
            # docsgen completion for fish: docsgen completion fish | source
            function __docsgen_complete
              set -l line (string replace -r '^\S+ ?' '' -- (commandline -cp))
              docsgen "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c docsgen -a '(__docsgen_complete)'
            """,
        _ =>
            """
            # docsgen completion for PowerShell: docsgen completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName docsgen -ScriptBlock {
              param($wordToComplete, $commandAst, $cursorPosition)
              $line = $commandAst.ToString() -replace '^\S+ ?', ''
              $offset = $cursorPosition - ($commandAst.ToString().Length - $line.Length)
              docsgen "[suggest:$offset]" "$line" 2>$null | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
              }
            }
            """,
    };
}
