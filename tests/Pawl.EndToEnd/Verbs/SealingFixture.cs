using Microsoft.Data.Sqlite;

namespace Pawl.EndToEnd.Verbs;

/// <summary>A store that is encrypted, and a secret to look for.</summary>
public abstract class SealingFixture : CommandFixture
{
    private protected const string Secret = "planted-5e1f";

    private protected string KeyFile => Path.Combine(Folder, "seal.key");

    private protected string Mirror => Path.Combine(Folder, "mirror");

    private protected string Backup => Path.Combine(Folder, "backup");

    /// <summary>The same store, with a mirror and a backup.</summary>
    private protected async Task CopiedAsync()
    {
        await EncryptAsync();
        Variables["PAWL_MIRROR"] = $"dir://{Mirror}";
        Variables["PAWL_BACKUP"] = $"dir://{Backup}";
    }

    private protected async Task<string> EncryptAsync()
    {
        var identity = await NewKeyAsync("seal.key");
        Variables["PAWL_KEY_FILE"] = KeyFile;
        Assert.Contains(identity, (await DoneAsync("store", "create", "--encrypt")).Out, StringComparison.Ordinal);
        return identity;
    }

    private protected async Task<string> NewKeyAsync(string file) => (await DoneAsync("key", "new", Path.Combine(Folder, file))).Out.Split(' ')[2];

    private protected static string Mode(string file) => File.GetUnixFileMode(file) == (UnixFileMode.UserRead | UnixFileMode.UserWrite) ? "-rw-------" : "another";

    private protected static void FindNothing(string secret, string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            Assert.False(File.ReadAllBytes(file).AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(secret)) >= 0, $"{file} holds the secret");
    }

    private protected void Sql(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private protected long Count(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }

    private protected SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={Path.Combine(Store, "web-1.db")};Pooling=False");
        connection.Open();
        return connection;
    }
}
