using Pawl.EndToEnd.Processes;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.SqlCipher;

/// <summary>Machines without SQLCipher, or with something else of its name: nothing is written there, least of all in the clear.</summary>
public sealed class SqlCipherLibraryTests : SqlCipherFixture
{
    private const string Libraries = "/usr/lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu /usr/lib64 /usr/local/lib";

    // Nothing but this process and its children sees what is mounted there.
    private const string Hidden = $"for lib in $(ls -d $(for d in {Libraries}; do echo $d/libsqlcipher.so*; done) 2>/dev/null); do mount --bind /dev/null $lib || exit 99; done; exec \"$@\"";

    [Fact]
    public async Task Without_the_library_an_encrypted_store_is_8_and_says_what_to_install()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        var store = Snapshot();
        foreach (var verb in (string[][])[["status", "web-1"], ["list"], ["init", "web-2", "--provider", "aws", "--image-type", "x"], ["store", "copy", Url, $"{Folder}/plain"]])
            (await WithoutLibraryAsync(verb)).IsRefused(8, Store, "encrypted by SQLCipher", "libsqlcipher.so.0 isn't installed", "apt-get install libsqlcipher0");
        Assert.Equal(store, Snapshot());
        Assert.Empty(Directory.Exists($"{Folder}/plain") ? Directory.GetFiles($"{Folder}/plain", "*.db") : []);
    }

    [Fact]
    public async Task Without_the_library_plain_stores_are_what_they_were_whatever_keys_are_given()
    {
        await EncryptAsync();
        var answer = await WithoutLibraryAsync("init", "web-1", "--provider", "aws", "--image-type", "x", "--store", $"{Folder}/plain");
        Assert.Equal((0, ""), (answer.Code, answer.Error));
    }

    [Fact]
    public async Task A_plain_SQLite_by_the_name_of_SQLCipher_is_refused()
    {
        await EncryptAsync();
        await InitAsync("web-1");
        var plain = Array.Find(["/usr/lib/x86_64-linux-gnu/libsqlite3.so.0", "/usr/lib/aarch64-linux-gnu/libsqlite3.so.0"], File.Exists);
        Assert.SkipWhen(plain is null, "libsqlite3.so.0 isn't installed; scripts/setup.sh --tests installs it with sqlite3");
        var store = Snapshot();
        Directory.CreateDirectory($"{Folder}/lib");
        File.CreateSymbolicLink($"{Folder}/lib/libsqlcipher.so.0", plain!);
        Variables["LD_LIBRARY_PATH"] = $"{Folder}/lib";
        foreach (var verb in (string[][])[["status", "web-1"], ["init", "web-2", "--provider", "aws", "--image-type", "x"]])
            (await PawlAsync(verb)).IsRefused(8, Store, "the libsqlcipher.so.0 of this machine isn't SQLCipher");
        Assert.Equal(store, Snapshot());
    }

    private async Task<Answer> WithoutLibraryAsync(params string[] arguments)
    {
        string[] inside = ["-rm", "/bin/sh", "-c", Hidden, "sh"];
        var tried = await RunAsync("/usr/bin/unshare", [.. inside, "/bin/true"], "");
        Assert.SkipUnless(tried.Code == 0, $"this machine allows no mount namespace, in which the library could be hidden: {tried.Error}");
        return await RunAsync("/usr/bin/unshare", [.. inside, Programs.Pawl, .. arguments], "");
    }

    private string[] Snapshot() =>
        [.. Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(file => $"{file} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(file)))}")];
}
