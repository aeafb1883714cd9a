using System.Globalization;
using Pawl.EndToEnd.Crashes;

namespace Pawl.EndToEnd.Packer;

/// <summary>A Packer that is stopped, killed, or taken for dead.</summary>
public sealed class PackerSignalTests : PackerFixture
{
    private const string Waits = "touch begun; while [ ! -e go ]; do sleep 0.02; done";

    [Theory]
    [InlineData(PawlProcess.Interrupt, 130)]
    [InlineData(PawlProcess.Terminate, 143)]
    public async Task A_signal_lets_Packer_clean_up_and_is_recorded_as_interrupted(int signal, int code)
    {
        await InitAsync("web-42");
        Template(Waits);
        using var packer = StartPacker("-- image.json");
        await ToldAsync(packer, "begun");

        packer.Signal(signal);

        Assert.Equal(code, await EndAsync(packer));
        Assert.Contains("Cleanly cancelled builds after being interrupted.", packer.Out, StringComparison.Ordinal);
        Assert.Empty(Processes.Find());
        Assert.Equal(["started", "interrupted"], await HistoryAsync());
        Assert.Equal(5, (await PawlAsync("check", "web-42")).Code);
        await GoOnAsync();
    }

    [Fact]
    public async Task A_signal_to_all_processes_of_the_job_is_recorded_too()
    {
        await InitAsync("web-42");
        Template(Waits);
        using var packer = StartPacker("-- image.json");
        await ToldAsync(packer, "begun");

        packer.SignalGroup(PawlProcess.Interrupt);

        Assert.Equal(130, await EndAsync(packer));
        Assert.Contains("Cleanly cancelled", packer.Out, StringComparison.Ordinal);
        Assert.Equal(["started", "interrupted"], await HistoryAsync());
    }

    [Fact]
    public async Task A_Packer_that_cleans_up_has_the_time_for_it()
    {
        await InitAsync("web-42");
        Script("cleanly", "trap 'touch cleaning; while [ ! -e may-end ]; do sleep 0.02; done; echo 1,,ui,say,all deleted; exit 1' TERM\ntouch begun\nwhile :; do sleep 0.02; done");
        using var packer = StartPacker("--packer ./cleanly -- image.json");
        await ToldAsync(packer, "begun");

        packer.Signal(PawlProcess.Terminate);
        await ToldAsync(packer, "cleaning");
        Assert.Equal(6, (await PawlAsync("check", "web-42")).Code);
        Write("may-end", "");

        Assert.Equal(143, await EndAsync(packer));
        Assert.Contains("all deleted", packer.Out, StringComparison.Ordinal);
        Assert.Equal(["started", "interrupted"], await HistoryAsync());
    }

    [Fact]
    public async Task A_Packer_that_does_not_end_is_killed_after_its_grace()
    {
        await InitAsync("web-42");
        Script("stubborn", "trap '' TERM\ntouch begun\nwhile :; do sleep 1000 || :; done");
        using var packer = StartPacker("--packer ./stubborn --kill-after 100ms -- image.json");
        await ToldAsync(packer, "begun");

        packer.Signal(PawlProcess.Terminate);

        Assert.Equal(143, await EndAsync(packer));
        Assert.Empty(Processes.Find());
        Assert.Equal(["started", "interrupted"], await HistoryAsync());
    }

    [Fact]
    public async Task A_killed_worker_takes_Packer_with_it_and_the_next_one_goes_on_at_once()
    {
        await InitAsync("web-42");
        Template(Waits);
        using (var packer = StartPacker("--lease 10m -- image.json"))
        {
            await ToldAsync(packer, "begun");
            packer.Signal(PawlProcess.Kill);
            await EndAsync(packer);
        }

        await Processes.GoneAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(5, (await PawlAsync("check", "web-42")).Code);
        Variables["PAWL_WORKER"] = "another";
        await GoOnAsync();
        Assert.Equal(["started", "interrupted", "started", "completed"], await HistoryAsync());
    }

    [Fact]
    public async Task A_running_Packer_holds_the_build_for_longer_than_its_lease()
    {
        await InitAsync("web-42");
        Template(Waits);
        using var packer = StartPacker("--lease 3s -- image.json");
        await ToldAsync(packer, "begun");
        var first = await UntilOfLeaseAsync();
        var end = first.AddSeconds(3);

        while (await UntilOfLeaseAsync() < end)
        {
        }

        Variables["PAWL_WORKER"] = "another";
        (await PackerAsync("--", "image.json")).IsRefused(6, "web-42");
        (await PawlAsync("fail", "web-42", "--error", "x")).IsRefused(6, "web-42");
        Write("go", "");
        Assert.Equal(0, await EndAsync(packer));
        Assert.Equal(["started", "completed"], await HistoryAsync());
    }

    // In Packer's place.
    private void Script(string name, string script)
    {
        Write(name, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(Path.Combine(Folder, name), UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }

    private async Task<DateTimeOffset> UntilOfLeaseAsync() => DateTimeOffset.Parse(
        (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lease").GetProperty("until").GetString()!, CultureInfo.InvariantCulture);

    private async Task GoOnAsync()
    {
        Write("go", "");
        var done = await PackerAsync("--", "image.json");
        Assert.True(done.Code == 0, done.Out + done.Error);
        Assert.Equal((5, "running"), await StandsAsync());
    }
}
