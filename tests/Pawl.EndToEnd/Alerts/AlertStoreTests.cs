using System.Text.Json;
using Pawl.Servers.Alerts;

namespace Pawl.EndToEnd.Alerts;

/// <summary>Alerts of builds in every kind of store.</summary>
public sealed class AlertStoreTests : AlertFixture
{
    public AlertStoreTests() => Variables["HOOK_SECRET"] = "the-secret-of-the-hook";

    [Theory]
    [InlineData("dir")]
    [InlineData("s3")]
    [InlineData("dynamodb")]
    [InlineData("azblob")]
    [InlineData("postgres")]
    public async Task An_alert_that_could_not_be_sent_is_kept_in_the_store_and_sent_by_another_process(string kind)
    {
        Variables["PAWL_STORE"] = await PlaceAsync(kind);
        await DoneAsync("store", "create");
        var fault = WebhookFault.Error;
        await using var receiver = WebhookReceiver.Start(() => fault);
        Tell(receiver);
        await InitAsync("web-42");
        Assert.Equal(0, (await PawlAsync("fail", "web-42", "--error", "x")).Code);
        Assert.Equal("web-42", (await DoneAsync("alert", "list", "--json")).Json[0].GetProperty("buildId").GetString());
        fault = WebhookFault.None;
        Assert.Equal("1 alerts sent, 0 could not be sent, 0 wait\n", (await DoneAsync("alert", "send")).Out);
        Assert.Empty((await DoneAsync("alert", "list", "--json")).Json.EnumerateArray());
        Assert.Single(receiver.Got.Select(got => got.Headers["Pawl-Alert-Id"]).Distinct());
    }

    [Fact]
    public async Task An_alert_of_a_mirrored_build_is_owed_here_and_not_in_the_mirror()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Folder}/mirror";
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.None);
        Write($$"""
            channels: [{name: ops, type: webhook, url: "{{receiver.Address}}"}]
            rules:
              - {name: step, on: reached, to: [ops]}
              - {name: gone, on: lease_lost, to: [ops]}
            """);
        await InitAsync("web-42");
        await DoneAsync("start", "web-42");
        await DoneAsync("start", "web-42");
        await DoneAsync("succeed", "web-42");
        var rules = receiver.Got.Select(got => JsonDocument.Parse(got.Body).RootElement.GetProperty("alerts")[0].GetProperty("rule").GetString());
        Assert.Equal(["gone", "step"], rules);
        Assert.False(Directory.Exists(Path.Combine(Folder, "mirror", ".pawl", "alerts")));
    }

    [Fact]
    public async Task A_mirror_that_is_behind_is_told_of()
    {
        Variables["PAWL_MIRROR"] = $"dir://{Folder}/mirror";
        await using var receiver = WebhookReceiver.Start(() => WebhookFault.None);
        Write($$"""
            channels: [{name: ops, type: webhook, url: "{{receiver.Address}}"}]
            rules: [{name: behind, on: mirror_behind, for: 1ms, to: [ops]}]
            """);
        await InitAsync("web-42");
        Directory.Move(Path.Combine(Folder, "mirror"), Path.Combine(Folder, "away"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "mirror"), "", None);
        Assert.Equal(0, (await PawlAsync("succeed", "web-42")).Code);
        await PawlAsync("alert", "send");
        await PawlAsync("alert", "send");
        Assert.Contains("web-42: its mirror dir://", Assert.Single(receiver.Got).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_secret_of_a_channel_is_in_what_a_task_prints_nor_in_any_argument_list()
    {
        var lists = new List<string>();
        await using var receiver = WebhookReceiver.Start(() =>
        {
            lists.AddRange(Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(ArgumentsOf));
            return WebhookFault.None;
        });
        Variables["SLACK"] = $"{receiver.Address}services/T0/verysecretword";
        Write("channels: [{name: ops, type: slack, url_env: SLACK}]\nrules: [{name: r, on: failed, to: [ops]}]\n");
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), """
            name: tiny
            provider: aws
            image_type: x
            states:
              - {code: 0, name: Begin, run: "env; echo error: $SLACK; exit 1", retry: {strategy: manual}}
              - {code: 100, name: End}
            """, None);
        var run = await PawlAsync("run", "p.yaml", "--build-id", "web-42");
        Assert.Equal(5, run.Code);
        var got = Assert.Single(receiver.Got);
        Assert.Contains("[redacted]", got.Body, StringComparison.Ordinal);
        foreach (var said in (string[])[run.Out, run.Error, got.Body, (await DoneAsync("status", "web-42", "--json")).Out, .. Directory.EnumerateFiles(Path.Combine(Store, "logs"), "*", SearchOption.AllDirectories).Select(File.ReadAllText), .. lists])
            Assert.DoesNotContain("verysecretword", said, StringComparison.Ordinal);
        Assert.Contains(lists, list => list.Contains("web-42", StringComparison.Ordinal));
    }

    private static string ArgumentsOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
