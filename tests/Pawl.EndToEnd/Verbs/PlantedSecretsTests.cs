using System.Text;

namespace Pawl.EndToEnd.Verbs;

/// <summary>Secrets that tasks and scripts let slip are in no file, no screen and no answer of the program.</summary>
public sealed class PlantedSecretsTests : CommandFixture
{
    // Put together here, so that no file of the repository holds one.
    private static readonly string[] Declared = ["Tr0ub4dor" + "&3 Horse", "correct" + "-battery-77", "sw0rdfish" + "/+=x"];

    private static readonly string[] Shaped =
    [
        "AK" + "IAQ3EGRICI7XMPL2QW", "gh" + "p_abcdefghijklmnopqrstuvwxyzABCDEF0123", "hunter2" + "hunter2", "gl" + "pat-AbCdEfGhIjKlMnOpQrSt",
        "$6$" + "saltsalt$abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz",
    ];

    [Fact]
    public async Task They_are_nowhere()
    {
        var lines = new List<string>(Declared.Concat(Declared.Select(Base64)).Concat(Declared.Select(Uri.EscapeDataString)))
        {
            $"export AWS_ACCESS_KEY_ID={Shaped[0]}",
            $"Cloning into 'x' from https://me:{Shaped[1]}@git.example.org/x.git",
            $"mysql -uroot -p{Shaped[2]}",
            $"PRIVATE-TOKEN: {Shaped[3]}",
            $"rootpw --iscrypted {Shaped[4]}",
        };
        await WriteAsync("lines.txt", string.Join('\n', lines) + "\n");
        await WriteAsync("out.txt", $"note={Declared[0]}\nTOKEN_1={Declared[1]}x\ndb_password={Shaped[2]}\nami=ami-1\n");
        await WriteAsync("p.yaml", $$"""
            name: planted
            provider: aws
            image_type: x
            secrets: [TOKEN_0, TOKEN_1, TOKEN_2]
            env: {TOKEN_0: '{{Declared[0]}}', TOKEN_1: '{{Declared[1]}}', TOKEN_2: '{{Declared[2]}}'}
            states:
              - {code: 5, name: slips, run: 'cat "$PAWL_PIPELINE_DIR/lines.txt"; cat "$PAWL_PIPELINE_DIR/out.txt" > "$PAWL_OUTPUT"'}
              - code: 10
                name: fails
                run: 'cat "$PAWL_PIPELINE_DIR/lines.txt"; printf %s "$TOKEN_0" | head -c 6; printf %s "$TOKEN_0" | tail -c +7; exit 3'
                retry: {attempts: 1}
              - {code: 100, name: never, run: 'true'}
            """);

        var shown = new List<Answer>
        {
            await PawlAsync("run", "p.yaml", "--build-id", "web-42"),
            await PawlAsync("retry", "web-42", "--reason", $"it said {Declared[1]} and {Shaped[1]}"),
            await PawlAsync("resume", "web-42", "--json"),
            await PawlAsync("fail", "web-42", "--error", $"no: {Declared[2]} {Shaped[0]}"),
            await PawlAsync("meta", "set", "web-42", $"note2={Declared[2]}", $"api_token={Shaped[3]}"),
            await PawlAsync("meta", "set", "web-42", $"TOKEN_1={Shaped[2]}"),
            await PawlAsync("token", "set", "web-42", $"at {Declared[1]}"),
            await PawlAsync("rollback", "web-42", "--to", "5", "--reason", $"because of {Declared[0]}"),
            await PawlAsync("status", "web-42", "--json"),
            await PawlAsync("history", "web-42"),
            await PawlAsync("meta", "list", "web-42"),
            await PawlAsync("attention"),
            await PawlAsync("list", "--json"),
        };

        Assert.Equal(5, shown[0].Code);
        Assert.Contains("[redacted]", shown[0].Out + shown[0].Error, StringComparison.Ordinal);
        Assert.Equal((2, 2), (shown[5].Code, shown[6].Code));
        Assert.Contains("note2", shown[4].Error, StringComparison.Ordinal);
        Assert.All(shown, answer => AssertClean(answer.Out + answer.Error));
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            AssertClean(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)));
    }

    private static void AssertClean(string text)
    {
        foreach (var secret in Declared.Concat(Declared.Select(Base64)).Concat(Declared.Select(Uri.EscapeDataString)).Concat(Shaped))
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    private static string Base64(string value) => Convert.ToBase64String(Encoding.UTF8.GetBytes(value));

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(Folder, name), content, TestContext.Current.CancellationToken);
}
