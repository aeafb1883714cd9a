using System.Text;
using Pawl.EndToEnd.Alerts;
using Pawl.Servers;
using Pawl.Servers.Alerts;
using StackExchange.Redis;

namespace Pawl.EndToEnd.Verbs;

/// <summary>A hundred values that nothing gives away as secrets, put wherever Pawl takes a text while a sealed build runs, fails, is retried, mirrored, backed
/// up, cached, alerted about, erased from and pruned: none is in a byte at rest, an alert, an answer without the key, or a list of processes.</summary>
public sealed class HundredSecretsTests : AlertFixture
{
    private const int Count = 100;

    private static readonly string[] Values = [.. Enumerable.Range(0, Count).Select(number => $"kestrel-{number:D3}-plover")];

    private int _next;

    [Fact]
    public async Task They_are_in_no_byte_at_rest_no_alert_and_no_list_of_processes()
    {
        Assert.SkipWhen(RedisServer.Availability is not null, RedisServer.Availability ?? "");
        await using var server = await RedisServer.StartAsync(None);
        await using var redis = await ConnectionMultiplexer.ConnectAsync($"{server.Endpoint},allowAdmin=true");
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.None);
        Tell(receiver);
        Variables["HOOK_SECRET"] = Next();
        var places = ((string[])["store", "mirror", "backup", "copy"]).Select(name => Path.Combine(Folder, name)).ToArray();
        Variables["PAWL_MIRROR"] = $"dir://{places[1]}";
        Variables["PAWL_BACKUP"] = $"dir://{places[2]}";
        await DoneAsync("key", "new", Path.Combine(Folder, "seal.key"));
        Variables["PAWL_KEY_FILE"] = Path.Combine(Folder, "seal.key");
        await DoneAsync("store", "create", "--encrypt");

        using var watching = new CancellationTokenSource();
        var seen = SeeProcessesAsync(watching.Token);
        await WorkAsync();
        await ReadAsync(server, redis);
        await DoneAsync("backup", "run");
        await DoneAsync("sync");
        await DoneAsync("store", "copy", Store, $"dir://{places[3]}");
        await DoneAsync("key", "rotate", "--all");
        Assert.Equal(Count, _next);
        await watching.CancelAsync();

        foreach (var file in places.SelectMany(place => Directory.EnumerateFiles(place, "*", SearchOption.AllDirectories)))
            AssertClean(file, await File.ReadAllBytesAsync(file, None));
        Assert.NotEmpty(receiver.Got);
        Assert.All(receiver.Got, got => AssertClean("an alert", Encoding.UTF8.GetBytes(got.Body)));
        var lines = await seen;
        Assert.Contains(lines, line => line.Contains("resume", StringComparison.Ordinal));
        Assert.All(lines, line => AssertClean("a list of processes", Encoding.UTF8.GetBytes(line)));
        Variables.Remove("PAWL_KEY_FILE");
        foreach (var verb in (string[][])[["status", "web-1", "--json"], ["history", "web-1"], ["meta", "list", "web-1"], ["list"], ["attention", "--older-than", "0s"], ["audit", "export"], ["watch", "web-1"]])
            AssertClean(string.Join(' ', verb), Encoding.UTF8.GetBytes((await PawlAsync(verb)).Out));
    }

    // All but what the user's own files and command lines say reaches Pawl by standard input, a variable, or a task.
    private async Task WorkAsync()
    {
        Variables["PAWL_WORKER"] = Next();
        Variables["PAWL_REASON"] = Next();
        Variables["CI_JOB_URL"] = $"https://ci.example.org/{Next()}";
        Variables["DECLARED"] = Next();
        var said = Enumerable.Range(0, 40).Select(_ => Next()).ToArray();
        await WriteAsync("said.txt", string.Join('\n', said[..20]) + "\n");
        await WriteAsync("noted.txt", string.Concat(said[20..30].Select((value, number) => $"note{number}={value}\n")));
        await WriteAsync("failed.txt", string.Join('\n', said[30..]) + "\n");
        var place = Next();
        await WriteAsync("place.txt", place); // A pipeline's own commands are in the list of processes, as every shell's are.
        await WriteAsync("p.yaml", $$"""
            name: planted
            provider: aws
            image_type: x
            secrets: [DECLARED]
            states:
              - {code: 5, name: says, run: 'cat said.txt; cat noted.txt > "$PAWL_OUTPUT"; echo "declared $DECLARED"'}
              - {code: 10, name: fails, run: 'cat failed.txt >&2; test -e mended', retry: {strategy: manual} }
              - {code: 20, name: makes, run: 'mkdir -p out; echo > "out/$(cat place.txt)"', artifacts: [{name: image, path: 'out/{{place}}' }]}
              - {code: 100, name: ends, run: 'true'}
            """);
        Assert.Equal(5, (await PawlAsync("run", "p.yaml", "--build-id", "web-1")).Code);
        foreach (var number in Enumerable.Range(0, 30))
            await InputAsync(Next(), "meta", "set", "web-1", $"key{number}", "--file", "-");
        foreach (var number in Enumerable.Range(0, 10))
            await InputAsync(Next(), "meta", "set", "web-1", "--sensitive", $"pass{number}", "--file", "-");
        await InputAsync(string.Join('\n', Enumerable.Range(0, 14).Select(_ => Next())), "fail", "web-1", "--error-file", "-");
        await WriteAsync("mended", "");
        await DoneAsync("retry", "web-1", "--reason", "mended");
        Assert.Equal(0, (await PawlAsync("resume", "web-1")).Code);
    }

    private async Task ReadAsync(RedisServer server, ConnectionMultiplexer redis)
    {
        // A cache that a busy machine makes late costs a word and no answer.
        Variables["PAWL_CACHE"] = $"redis://{server.Endpoint}";
        for (var looked = 0; looked == 0;)
        {
            Assert.Contains("web-1", (await PawlAsync("status", "web-1")).Out + (await PawlAsync("list")).Out, StringComparison.Ordinal);
            // What it keeps it keeps for some seconds.
            foreach (var key in redis.GetServers()[0].Keys())
            {
                if ((byte[]?)await redis.GetDatabase().ExecuteAsync("DUMP", key.ToString()) is not { } content)
                    continue;
                AssertClean($"{key} in Redis", content);
                looked++;
            }
        }

        Variables.Remove("PAWL_CACHE");
        Assert.Contains("kestrel-", (await DoneAsync("meta", "list", "web-1")).Out, StringComparison.Ordinal);
        await DoneAsync("meta", "get", "web-1", "pass0", "--reveal");
        await DoneAsync("log", "web-1", "5");
    }

    private async Task InputAsync(string input, params string[] arguments)
    {
        var answer = await PawlAsync(arguments, input);
        Assert.Equal((0, ""), (answer.Code, answer.Error));
    }

    private string Next() => Values[_next++];

    private Task WriteAsync(string name, string content) => File.WriteAllTextAsync(Path.Combine(Folder, name), content, None);

    private static void AssertClean(string where, ReadOnlySpan<byte> content)
    {
        foreach (var value in Values)
            Assert.False(content.IndexOf(Encoding.UTF8.GetBytes(value)) >= 0, $"{where} holds {value}");
    }

    // As often as it can: what every user of the machine could see.
    private static async Task<IReadOnlyCollection<string>> SeeProcessesAsync(CancellationToken stop)
    {
        var seen = new HashSet<string>();
        while (!stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc", "*").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
            {
                try
                {
                    seen.Add(await File.ReadAllTextAsync(Path.Combine(process, "cmdline"), CancellationToken.None));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // It has ended meanwhile.
                }
            }

            await Task.Yield();
        }

        return seen;
    }
}
