using System.Globalization;
using Npgsql;

namespace DocsGen.Storage;

/// <summary>
/// Where a PostgreSQL database is: <c>postgres://user:password@host:port/database?sslmode=require</c>, or <c>postgres:///database?host=/run/postgresql</c> for a socket; a part of the
/// form that PostgreSQL documents as connection URI. As text it never shows the password. Without one in it, <c>PGPASSWORD</c> and
/// <c>~/.pgpass</c> are asked, as by every PostgreSQL program.
/// </summary>
public sealed class DatabaseAddress
{
    private static readonly string[] Known = ["host", "port", "user", "sslmode"];

    private readonly string shown;

    private DatabaseAddress(NpgsqlConnectionStringBuilder settings)
    {
        Settings = settings;
        shown = settings.Host!.StartsWith('/')
            ? $"postgres:///{settings.Database}?host={settings.Host}&port={settings.Port}{(settings.Username is null ? "" : $"&user={settings.Username}")}"
            : $"postgres://{(settings.Username is null ? "" : $"{settings.Username}@")}{settings.Host}:{settings.Port}/{settings.Database}";
    }

    internal NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>Whether a text is meant as an address of this kind.</summary>
    public static bool IsAddress(string text) => Find(text) is null;

    /// <summary>How long a transaction waits for what another holds; less than a command may take, so that it is the server who says so.</summary>
    public const int PatienceSeconds = 20;

    /// <summary>How long a transaction may do nothing before the server ends it; less than others wait.</summary>
    private const int IdleSeconds = 15;

    /// <summary>Parses an address.</summary>
    /// <exception cref="FormatException">It is none; the message never repeats it, since it may hold a password.</exception>
    public static DatabaseAddress Parse(string text)
    {
        if (Find(text) is { } wrong) throw new FormatException($"The address of the database {wrong}; one looks like postgres://user@host:5432/docsgen.");
        var uri = new Uri(text);
        var user = uri.UserInfo.Split(':', 2);
        var query = Query(uri);
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = query.GetValueOrDefault("host") ?? uri.Host,
            Port = query.TryGetValue("port", out var port) ? int.Parse(port, CultureInfo.InvariantCulture) : uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
            ApplicationName = "docsgen",
            Timeout = 10,
            IncludeErrorDetail = false,
            // A small change is a dozen short statements, of which planning is the larger part of the work.
            MaxAutoPrepare = 100,
            AutoPrepareMinUsages = 3,
            // Who is stopped in the middle of a transaction must not hold the others up for ever: the server ends it, and waiting is bounded.
            // Later options win, so that the user's own stand only beside these.
            Options = $"{Environment.GetEnvironmentVariable("PGOPTIONS")} -c idle_in_transaction_session_timeout={IdleSeconds}s -c lock_timeout={PatienceSeconds}s".TrimStart(),
        };
        if (query.TryGetValue("user", out var name)) settings.Username = name;
        if (user[0].Length > 0) settings.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length == 2) settings.Password = Uri.UnescapeDataString(user[1]);
        if (query.TryGetValue("sslmode", out var mode)) settings.SslMode = Enum.Parse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
        return new(settings);
    }

    /// <summary>The address without its password.</summary>
    public override string ToString() => shown;

    private static string? Find(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Scheme is not ("postgres" or "postgresql")) return "must begin with postgres:// and be a URL";
        if (uri.AbsolutePath.Length < 2 || uri.AbsolutePath[1..].Contains('/', StringComparison.Ordinal)) return "must name one database after the host";
        var query = Query(uri);
        if (query.Keys.FirstOrDefault(k => !Known.Contains(k)) is { } unknown) return $"has '{unknown}', which is not known; there are {string.Join(", ", Known)}";
        if (query.TryGetValue("port", out var port) && !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out _)) return "has a port that is no number";
        if (uri.Host.Length == 0 && !query.ContainsKey("host")) return "must name a host";
        return query.TryGetValue("sslmode", out var mode) && !Enum.TryParse<SslMode>(mode.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out _)
            ? "has an sslmode that is not disable, allow, prefer, require, verify-ca or verify-full"
            : null;
    }

    private static Dictionary<string, string> Query(Uri uri)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split('=', 2)))
        {
            found[Uri.UnescapeDataString(pair[0])] = pair.Length == 2 ? Uri.UnescapeDataString(pair[1]) : "";
        }

        return found;
    }
}
