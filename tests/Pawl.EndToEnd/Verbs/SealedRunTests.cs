namespace Pawl.EndToEnd.Verbs;

/// <summary>A whole run of a sealed build: what its tasks print, leave and fail with is sealed, and they don't get the key.</summary>
public sealed class SealedRunTests : SealingFixture
{
    private const string Pipeline = """
        name: debian-image
        provider: private
        image_type: debian12
        states:
          - code: 5
            name: Print
            run: |
              echo "printed planted-5e1f, key file '${PAWL_KEY_FILE:-none}'"
              echo "note=planted-5e1f" >> "$PAWL_OUTPUT"
          - {code: 50, name: Fail, run: "echo about planted-5e1f; test -e mended", retry: {strategy: manual}}
          - {code: 100, name: Pass, run: "PASS"}
        """;

    [Fact]
    public async Task Logs_outputs_and_errors_are_sealed_and_read_with_the_key_alone()
    {
        await EncryptAsync();
        await WriteAsync(Pipeline.Replace("PASS", "test -z \\\"$PAWL_KEY_FILE$PAWL_KEY\\\"", StringComparison.Ordinal));
        Assert.Equal(5, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        Assert.Equal($"printed {Secret}, key file 'none'\n", (await DoneAsync("log", "web-1", "5")).Out);
        Assert.Equal($"about {Secret}\n", (await DoneAsync("log", "web-1")).Out);
        Assert.Equal($"{Secret}\n", (await DoneAsync("meta", "get", "web-1", "note")).Out);
        FindNothing(Secret, Store);

        await File.WriteAllTextAsync(Path.Combine(Folder, "mended"), "", TestContext.Current.CancellationToken);
        await DoneAsync("retry", "web-1", "--reason", $"mended {Secret}");
        Assert.Equal(0, (await PawlAsync("resume", "web-1")).Code);
        Assert.Equal($"about {Secret}\n", (await DoneAsync("log", "web-1", "50", "--attempt", "2")).Out);
        FindNothing(Secret, Store);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);

        Variables.Remove("PAWL_KEY_FILE");
        (await PawlAsync("log", "web-1", "5")).IsRefused(8, "no key was given");
    }

    [Fact]
    public async Task A_log_in_another_attempts_place_is_refused()
    {
        await EncryptAsync();
        await WriteAsync(Pipeline);
        Assert.Equal(5, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        await DoneAsync("retry", "web-1", "--reason", "again");
        Assert.Equal(5, (await PawlAsync("resume", "web-1")).Code);
        await DoneAsync("meta", "set", "web-1", "a=b");
        foreach (var attempt in (string[])["1", "2"])
            Assert.Equal($"about {Secret}\n", (await DoneAsync("log", "web-1", "50", "--attempt", attempt)).Out);
        var logs = Path.Combine(Store, "logs", "web-1");
        File.Copy(Path.Combine(logs, "050-1.log.sealed"), Path.Combine(logs, "050-2.log.sealed"), overwrite: true);
        (await PawlAsync("log", "web-1", "50")).IsRefused(8, "050-2.log.sealed", "another attempt's log");
        Assert.Equal($"about {Secret}\n", (await DoneAsync("log", "web-1", "50", "--attempt", "1")).Out);
        File.Copy(Path.Combine(logs, "005-1.log.sealed"), Path.Combine(logs, "050-7.log.sealed"));
        (await PawlAsync("log", "web-1", "50", "--attempt", "7")).IsRefused(8, "050-7.log.sealed", "another attempt's log");
    }

    [Fact]
    public async Task A_task_that_the_pipeline_passes_the_key_to_calls_pawl_on_its_own_build()
    {
        await EncryptAsync();
        await WriteAsync(Pipeline.Replace("PASS", "pawl meta set $BUILD_ID from=task", StringComparison.Ordinal).Replace("test -e mended", "true", StringComparison.Ordinal)
            .Replace("states:", "pass: [PAWL_KEY_FILE]\nstates:", StringComparison.Ordinal));
        Assert.Equal(0, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        Assert.Equal("task\n", (await DoneAsync("meta", "get", "web-1", "from")).Out);
    }

    [Fact]
    public async Task Without_the_key_an_encrypted_store_begins_no_run()
    {
        await EncryptAsync();
        Variables.Remove("PAWL_KEY_FILE");
        await WriteAsync(Pipeline);
        (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).IsRefused(8, "is encrypted", "no key was given");
        Assert.False(Directory.Exists(Path.Combine(Store, "logs")));
    }

    [Fact]
    public async Task A_plain_builds_log_is_printed_too_and_one_that_is_not_there_is_said()
    {
        await WriteAsync(Pipeline);
        await PawlAsync("run", "p.yaml", "--build-id", "web-1");
        Assert.Equal($"about {Secret}\n", (await DoneAsync("log", "web-1", "50")).Out);
        (await PawlAsync("log", "web-1", "70")).IsRefused(4, "no such log of build web-1");
        (await PawlAsync("log", "web-1", "--attempt", "0")).IsRefused(2, "--attempt");
        (await PawlAsync("log", "nope")).IsRefused(3, "no build nope");
    }

    private Task WriteAsync(string pipeline) => File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), pipeline, TestContext.Current.CancellationToken);
}
