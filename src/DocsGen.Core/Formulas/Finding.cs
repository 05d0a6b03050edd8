namespace DocsGen.Core.Formulas;

/// <summary>One thing that the preflight has to say about the inputs.</summary>
/// <param name="Check">The check's stable id: <c>preflight.plugin_name</c>.</param>
/// <param name="Severity">Errors block the run.</param>
/// <param name="JsonPath">Where to fill or mend: <c>$.entities[0].fields</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Question">One targeted question to the user whose answer mends it.</param>
public sealed record Finding(string Check, Severity Severity, string JsonPath, string Message, string Question);

/// <summary>What reading a requirements file gave.</summary>
/// <param name="Requirements">Null only when the bytes are no JSON object at all.</param>
/// <param name="Findings">What has the wrong shape; missing values are the preflight's to find.</param>
public sealed record RequirementsReading(Requirements? Requirements, IReadOnlyList<Finding> Findings);
