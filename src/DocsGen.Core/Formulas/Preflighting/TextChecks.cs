namespace DocsGen.Core.Formulas.Preflighting;

/// <summary>Messages and definitions, and keys that nothing is written from.</summary>
internal static class TextChecks
{
    public static void Run(Requirements requirements, PreflightFindings findings)
    {
        foreach (var error in requirements.Errors)
        {
            var path = $"{error.JsonPath}.message";
            if (string.IsNullOrWhiteSpace(error.Message)) findings.Add("preflight.error_message", path, $"The error {error.Code} has no message.", $"What exactly does a user read for {error.Code}?");
            else if (NameChecks.IsUntidy(error.Message)) findings.Add("preflight.message_form", path, $"The message of {error.Code} has several lines, or spaces around it.", $"How does the message of {error.Code} read on one line, without spaces around?");
        }

        foreach (var term in requirements.Terminology.Terms)
        {
            if (string.IsNullOrWhiteSpace(term.Definition)) findings.Add("preflight.term_definition", $"{term.JsonPath}.definition", $"The term {term.Name} has no definition.", $"What does {term.Name} mean, in one sentence?");
        }

        foreach (var path in requirements.UnknownKeys) findings.Add("preflight.unknown_key", path, $"DocsGen does not know {path}; it is kept, and nothing is written from it.", $"Is {path} misspelt?");
    }
}
