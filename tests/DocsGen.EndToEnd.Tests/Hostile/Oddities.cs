using System.Text;
using System.Text.Json;
using DocsGen.Core.Tests.Runs.Model;

namespace DocsGen.EndToEnd.Tests.Hostile;

/// <summary>What programs that are wrong, and people who mean harm, put where something else belongs.</summary>
internal static class Oddities
{
    /// <summary>JSON values, some of which are none.</summary>
    public static readonly string[] Values =
    [
        "null", "true", "[]", "{}", "0", "-1", "-0", "0.1", "1e400", "-1e400", "1e-400", "1e9999999", "9223372036854775807", "9223372036854775808", "-9223372036854775809", "2147483648", "1099511627776",
        "3.0", "3e0", "NaN", "Infinity", "-Infinity", "undefined", "0x10", "01", "+1", "'a'", "\"\"", "\" \"", "\"NaN\"", "\"-1\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\uFFFF\"",
        "\"../../etc/passwd\"", "\"/etc/passwd\"", "\"a/../b.md\"", "\"CON\"", "\"con.md\"", "\"a\\\\b\"", "\"docs/A.MD\"", "\"docs/\\u0130.md\"", "\"docs/\\u017f.md\"", "\"\\u202Egpj.md\"", "\"a//b\"", "\".\"", "\"docs/.\"", "\"a.\"",
        "\"' OR 1=1 --\"", "\"%s%n\"", "\"{0}\"", "\"<script>\"", "\"2026-99-99T99:99:99Z\"", "\"999999999999d\"", "\"-1d\"", "\"http://169.254.169.254/\"", "\"file:///etc/passwd\"", "\"http://[::1\"", "\"*\"", "\"admin\"", "\"default\"",
        "[null]", "[[]]", "[{}]", "[1,\"a\",null]", "{\"\":null}", "{\"a\":{\"a\":{}}}", "[true,false]", "{\"protected\":[null]}", "{\"checks\":[null]}", "{\"protected\":[{\"path\":\"\\ud800\"}]}", "{\"maxFileBytes\":1,\"maxRequestFiles\":1}", "[\"read\",\"read\"]",
    ];

    /// <summary>Parts of an address.</summary>
    public static readonly string[] Parts =
    [
        "0", "-1", "1.5", "NaN", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "+1", "%201", "1%20", "01", "%31", "%2531", "%00", "a%00b", "%2F", "..%2F..%2Fetc", "%2e%2e", "%5c", "..", ".", "%", "%zz", "%c0%af",
        "%ff", "%ed%a0%80", "%F0%9F%8C%8D", "%0d%0aX:%20y", "%u0041", "'", "\"", "<script>", "*", "~", ";a=b", "a;b", "%3f", "%23", "null", "undefined", "default", "DEFAULT", "F1", "1,2", "%E2%80%AE", "{id}", "$1",
    ];

    /// <summary>Headers, whole.</summary>
    public static readonly string[] Headers =
    [
        "Range: bytes=0-0", "Range: bytes=-1", "Range: bytes=5-1,9999999999999999999-", "Range: lines=1-2", "Expect: 100-continue", "Expect: a-miracle", "If-Match: *", "If-Match: \"", "If-None-Match: *", "If-None-Match: W/\"a\", \"b", "If-None-Match: ,,,",
        "If-Modified-Since: never", "Last-Event-ID: -1", "Last-Event-ID: 99999999999999999999", "Idempotency-Key: k", "Idempotency-Key: ", "Idempotency-Key: a b", "Idempotency-Key: k\r\nIdempotency-Key: l", "Accept: nothing/at-all", "Accept: ;;;q=2",
        "Accept-Encoding: gzip;q=NaN", "Accept-Encoding: br;q=1.0, *;q=-1", "Accept-Encoding: identity;q=0", "Accept-Language: x-y-z-0-1-2", "Content-Encoding: gzip", "Content-Encoding: br", "Content-Encoding: deflate", "Content-Encoding: gzip, gzip", "Content-Encoding: ",
        "Content-Type: text/html", "Content-Type: application/json; charset=utf-16", "Content-Type: application/json; charset=nonsense", "Content-Type: ;", "Content-Type: multipart/form-data", "Content-Type: application/x-www-form-urlencoded",
        "X-DocsGen-Space: nowhere", "X-DocsGen-Space: default\r\nX-Jolli-Space: other", "X-DocsGen-Space: default\r\nX-DocsGen-Space: default", "X-Jolli-Space: ", "X-Jolli-Space: ../..", "X-Jolli-Space: default, default", "X-DocsGen-Space: \u00ff\u00fe",
        "Authorization: Bearer", "Authorization: Basic YTpi", "Authorization: Bearer a, Bearer b", "Cookie: ;;;=;", "Cookie: docsgen_session=x; docsgen_session=y", "X-Forwarded-For: ::1, nonsense", "X-Forwarded-Proto: gopher", "X-Forwarded-User: root",
        "Origin: null", "Origin: http://evil.example", "Sec-Fetch-Site: cross-site", "X-HTTP-Method-Override: DELETE", "Connection: close", "Connection: upgrade\r\nUpgrade: websocket", "Upgrade: h2c", "TE: trailers", "Via: \t", "X-Empty:", "X-Original-URL: /admin", "traceparent: 00-zz-zz-01", "tracestate: \u00e9", "baggage: a=b;;;",
    ];

    /// <summary>Mutates a body as JSON: here and there another value, a member more, less or twice.</summary>
    public static string Json(JsonElement value, SplitMix random, int oneIn)
    {
        var text = new StringBuilder();
        Write(text, value, random, oneIn);
        return text.ToString();
    }

    /// <summary>A JSON value, most often a short one.</summary>
    public static string Value(SplitMix random) => random.Next(40) switch
    {
        0 => new string('[', 3000),
        1 => new string('[', 60) + new string(']', 60),
        2 => string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "1" + new string('}', 500),
        3 => new string('9', 20_000),
        4 => "0." + new string('1', 5_000) + "e" + new string('9', 30),
        5 => "\"" + new string('a', 150_000) + "\"",
        6 => "\"" + string.Concat(Enumerable.Repeat("a/", 3_000)) + "\"",
        7 => "[" + string.Join(',', Enumerable.Range(0, 11_000)) + "]",
        _ => Values[random.Next(Values.Length)],
    };

    /// <summary>Breaks bytes as no text would.</summary>
    public static byte[] Broken(byte[] bytes, SplitMix random)
    {
        var at = random.Next(bytes.Length + 1);
        return random.Next(8) switch
        {
            0 => bytes[..at],
            1 => [.. bytes[..at], 0xFF, .. bytes[at..]],
            2 => [.. bytes[..at], 0xC0, 0x80, .. bytes[at..]],
            3 => [.. bytes[..at], 0xED, 0xA0, 0x80, .. bytes[at..]],
            4 => [.. bytes[..at], 0, .. bytes[at..]],
            5 => [0xEF, 0xBB, 0xBF, .. bytes],
            6 => Encoding.Unicode.GetBytes(Encoding.UTF8.GetString(bytes)),
            _ => [.. bytes, .. bytes],
        };
    }

    private static void Write(StringBuilder text, JsonElement value, SplitMix random, int oneIn)
    {
        if (random.Next(oneIn) == 0) text.Append(Value(random));
        else if (value.ValueKind == JsonValueKind.Object) WriteMembers(text, value, random, oneIn);
        else if (value.ValueKind == JsonValueKind.Array)
        {
            text.Append('[');
            foreach (var (at, item) in value.EnumerateArray().Index())
            {
                if (at > 0) text.Append(',');
                Write(text, item, random, oneIn);
                // The same again.
                if (random.Next(oneIn) == 0) text.Append(',').Append(item.GetRawText());
            }

            text.Append(']');
        }
        else text.Append(value.GetRawText());
    }

    private static void WriteMembers(StringBuilder text, JsonElement value, SplitMix random, int oneIn)
    {
        var members = new List<string>();
        foreach (var member in value.EnumerateObject())
        {
            if (random.Next(oneIn) == 0) continue;
            var inner = new StringBuilder().Append('"').Append(member.Name).Append("\":");
            Write(inner, member.Value, random, oneIn);
            members.Add(inner.ToString());
            if (random.Next(oneIn * 2) == 0) members.Add($"\"{member.Name}\":{Value(random)}");
        }

        if (random.Next(oneIn) == 0) members.Add($"\"{(random.Next(3) == 0 ? "__proto__" : "\\ud800")}\":{Value(random)}");
        text.Append('{').AppendJoin(',', members).Append('}');
    }
}
