using System.Text.Json;
using DocsGen.Core.Access;
using DocsGen.Core.Artifacts;

namespace DocsGen.Storage.Sql;

/// <summary>A user's row as both engines give it, and the statements that both take.</summary>
internal sealed record UserRow(long Id, string Name, string Roles, string? Password, string CreatedBy, string CreatedUtc, string? DisabledUtc)
{
    public const string Columns = "u.id AS Id, u.name AS Name, u.roles AS Roles, u.password AS Password, u.created_by AS CreatedBy, u.created_utc AS CreatedUtc, u.disabled_utc AS DisabledUtc";

    public const string Insert = "INSERT INTO users (name, roles, password, created_by, created_utc) VALUES (@Name, @roles, @Password, @createdBy, @createdUtc) ON CONFLICT (name) DO NOTHING RETURNING id";

    public const string Find = $"SELECT {Columns} FROM users u WHERE u.name = @name";

    public const string List = $"SELECT {Columns} FROM users u ORDER BY u.name";

    // When they were disabled first stays, for as long as they are.
    public const string Change = "UPDATE users SET roles = @roles, password = @Password, disabled_utc = CASE WHEN @disabled IS NULL THEN NULL ELSE coalesce(disabled_utc, @disabled) END WHERE id = @Id";

    /// <summary>Ends what lets a person in without asking who they are.</summary>
    public const string EndSessions = "UPDATE sessions SET ended_utc = @now WHERE user_id = @user AND ended_utc IS NULL";

    public const string EndLinks = "UPDATE sign_in_links SET used_utc = @now WHERE user_id = @user AND used_utc IS NULL";

    public static object Values(User user) => new { user.Name, roles = Write(user.Roles), user.Password, createdBy = user.CreatedBy.ToString(), createdUtc = Times.Format(user.CreatedUtc) };

    public static object ChangedValues(User user, DateTimeOffset now) => new { user.Id, roles = Write(user.Roles), user.Password, disabled = user.IsDisabled ? Times.Format(now) : null };

    /// <summary>Whether a change ends the sessions and links of a user.</summary>
    public static bool Ends(User before, User after) => after.IsDisabled || after.Password != before.Password;

    public User ToUser() => new()
    {
        Id = Id,
        Name = Name,
        Roles = [.. JsonSerializer.Deserialize(Roles, TextList.Default.StringArray)!.Select(GivenRole.Parse)],
        IsDisabled = DisabledUtc is not null,
        Password = Password,
        CreatedBy = Actor.Parse(CreatedBy),
        CreatedUtc = Times.Parse(CreatedUtc),
    };

    private static string Write(IEnumerable<GivenRole> roles) => JsonSerializer.Serialize([.. roles.Select(r => r.ToString())], TextList.Default.StringArray);
}

/// <summary>A session's row as both engines give it, and the statements that both take.</summary>
internal sealed record SessionRow(long Id, string CreatedUtc, string ExpiresUtc, string? EndedUtc)
{
    public const string Find = $"SELECT s.id AS Id, s.created_utc AS CreatedUtc, s.expires_utc AS ExpiresUtc, s.ended_utc AS EndedUtc, {UserRow.Columns} FROM sessions s JOIN users u ON u.id = s.user_id WHERE s.secret = @secret";

    public const string Insert = "INSERT INTO sessions (secret, user_id, created_utc, expires_utc) VALUES (@secret, @user, @now, @expires) RETURNING id";

    public const string Clear = "DELETE FROM sessions WHERE user_id = @user AND (ended_utc IS NOT NULL OR expires_utc <= @now)";

    public const string End = "UPDATE sessions SET ended_utc = @now WHERE id = @Id AND ended_utc IS NULL";

    public const string InsertLink = "INSERT INTO sign_in_links (secret, user_id, created_utc, expires_utc) VALUES (@secret, @user, @created, @expires)";

    public const string ClearLinks = "DELETE FROM sign_in_links WHERE user_id = @user AND (used_utc IS NOT NULL OR expires_utc <= @now)";

    // Of many who want it, the one whose update finds it unused has it.
    public const string TakeLink =
        """
        UPDATE sign_in_links SET used_utc = @now WHERE secret = @link AND used_utc IS NULL AND expires_utc > @now
        AND EXISTS (SELECT 1 FROM users u WHERE u.id = sign_in_links.user_id AND u.disabled_utc IS NULL) RETURNING user_id
        """;

    public const string FindUser = $"SELECT {UserRow.Columns} FROM users u WHERE u.id = @user";

    public static object Values(ContentHash secret, long user, DateTimeOffset now, TimeSpan lifetime) => new { secret = secret.Value, user, now = Times.Format(now), expires = Times.Format(now + lifetime) };

    public static BrowserSession ToSession(SessionRow row, UserRow user) => new()
    {
        Id = row.Id,
        User = user.ToUser(),
        CreatedUtc = Times.Parse(row.CreatedUtc),
        ExpiresUtc = Times.Parse(row.ExpiresUtc),
        IsEnded = row.EndedUtc is not null,
    };

    public static AccessEvent Opened(User user, string how) => AccessEvent.Of("session.opened", $"{user.Name} signed in by {how}.", ("user", user.Name), ("by", how));

    public static AccessEvent Ended(User user) => AccessEvent.Of("session.ended", $"{user.Name} signed out.", ("user", user.Name));
}

/// <summary>The statements of the chain of access events that both engines take.</summary>
internal static class AccessEventRows
{
    public const string Head = "SELECT events AS Events, last_hash AS LastHash FROM access_log WHERE id = 1";

    public const string Insert = "INSERT INTO access_events (seq, type, body, prev_hash, hash) VALUES (@Seq, @Type, @Body, @PrevHash, @Hash)";

    public const string After = "SELECT seq, type, body, prev_hash AS PrevHash, hash FROM access_events WHERE seq > @after ORDER BY seq LIMIT @limit";
}
