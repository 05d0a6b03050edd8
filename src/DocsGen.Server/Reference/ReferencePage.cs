using System.Net;
using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace DocsGen.Server.Reference;

/// <summary>The reference as a page to read: plain HTML without scripts, made from the OpenAPI document.</summary>
internal static class ReferencePage
{
    private const string Style =
        """
        :root { color-scheme: light dark; --line: #d0d7de; --soft: #f3f5f7; --accent: #0550ae; --text: #1f2328; --back: #ffffff; }
        @media (prefers-color-scheme: dark) { :root { --line: #3d444d; --soft: #1c2128; --accent: #79b8ff; --text: #e6edf3; --back: #0d1117; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--back); }
        main, nav, header { max-width: 60rem; margin: 0 auto; padding: 0 1rem; }
        a { color: var(--accent); }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: 1rem; }
        nav ul { columns: 16rem; padding-left: 1.2rem; }
        h2 { border-bottom: 1px solid var(--line); padding-bottom: .3rem; margin-top: 2.5rem; }
        details { border: 1px solid var(--line); border-radius: 6px; margin: .6rem 0; }
        summary { padding: .5rem .8rem; cursor: pointer; overflow-wrap: anywhere; }
        details > div { padding: 0 .8rem .8rem; }
        code, pre { font-family: ui-monospace, monospace; font-size: .9em; }
        pre { background: var(--soft); padding: .6rem; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
        .method { display: inline-block; min-width: 4rem; font-weight: 600; color: var(--accent); }
        table { border-collapse: collapse; width: 100%; } th, td { text-align: left; border-bottom: 1px solid var(--line); padding: .25rem .5rem; vertical-align: top; }
        """;

    /// <summary>Sends it.</summary>
    public static async Task<IResult> ShowAsync(HttpContext http, [FromKeyedServices(ReferenceDocument.Name)] IOpenApiDocumentProvider documents)
    {
        http.Response.Headers.ContentSecurityPolicy = $"default-src 'none'; style-src 'sha256-{StyleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return TypedResults.Text(Html(await documents.GetOpenApiDocumentAsync(http.RequestAborted)), "text/html; charset=utf-8");
    }

    private static string StyleHash => Convert.ToBase64String(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(Style)));

    private static string Html(OpenApiDocument document)
    {
        var operations = document.Paths.SelectMany(p => (p.Value.Operations ?? []).Select(o => (Path: p.Key, Method: o.Key.Method, Operation: o.Value))).ToList();
        var tags = operations.GroupBy(o => o.Operation.Tags?.FirstOrDefault()?.Name ?? "", StringComparer.Ordinal).ToList();
        var html = new StringBuilder();
        html.Append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>").Append(Text(document.Info.Title)).Append(" reference</title><style>").Append(Style).Append("</style></head>\n<body><a class=\"skip\" href=\"#routes\">To the routes</a>\n");
        html.Append("<header><h1>").Append(Text(document.Info.Title)).Append(" reference</h1><p>").Append(Text(document.Info.Description)).Append("</p><p><a href=\"").Append(ReferenceDocument.Address).Append("\">OpenAPI document</a></p></header>\n<nav aria-label=\"Groups\"><ul>");
        foreach (var tag in tags) html.Append("<li><a href=\"#").Append(Text(tag.Key)).Append("\">").Append(Text(tag.Key)).Append("</a></li>");
        html.Append("</ul></nav>\n<main id=\"routes\">\n");
        foreach (var tag in tags)
        {
            html.Append("<section aria-labelledby=\"").Append(Text(tag.Key)).Append("\"><h2 id=\"").Append(Text(tag.Key)).Append("\">").Append(Text(tag.Key)).Append("</h2>\n");
            foreach (var (path, method, operation) in tag) Append(html, path, method, operation);
            html.Append("</section>\n");
        }

        return html.Append("</main></body></html>\n").ToString();
    }

    private static void Append(StringBuilder html, string path, string method, OpenApiOperation operation)
    {
        html.Append("<details><summary><span class=\"method\">").Append(Text(method)).Append("</span> <code>").Append(Text(path)).Append("</code><br>").Append(Text(operation.Summary)).Append("</summary><div>\n");
        if (operation.Extensions?.TryGetValue("x-scope", out var extension) == true && extension is JsonNodeExtension scope) html.Append("<p>Takes the scope <code>").Append(Text(scope.Node.ToString())).Append("</code>.</p>\n");
        if (operation.Parameters is { Count: > 0 } parameters)
        {
            html.Append("<table><thead><tr><th scope=\"col\">Name</th><th scope=\"col\">In</th><th scope=\"col\">Meaning</th></tr></thead><tbody>");
            foreach (var parameter in parameters) html.Append("<tr><td><code>").Append(Text(parameter.Name)).Append("</code></td><td>").Append(Text(parameter.In?.ToString().ToLowerInvariant())).Append("</td><td>").Append(Text(parameter.Description ?? (parameter.Example is { } example ? $"such as {example}" : ""))).Append("</td></tr>");
            html.Append("</tbody></table>\n");
        }

        foreach (var (type, content) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal))
        {
            html.Append("<p>Body: <code>").Append(Text(type)).Append("</code>, such as</p><pre tabindex=\"0\">").Append(Text(content.Example?.ToString())).Append("</pre>\n");
        }

        html.Append("<p>Answers: ").AppendJoin(", ", (operation.Responses ?? []).Select(r => $"<code>{Text(r.Key)}</code>{(r.Value.Content?.Values.FirstOrDefault()?.Schema is OpenApiSchemaReference form ? $" {Text(form.Reference.Id)}" : "")}")).Append("</p></div></details>\n");
    }

    private static string Text(string? text) => WebUtility.HtmlEncode(text ?? "");
}
