using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Pawl.EndToEnd.SqlCipher;

/// <summary>Workers on encrypted files, killed with SIGKILL at random moments.</summary>
public sealed class SqlCipherCrashTests : SqlCipherFixture
{
    private const int Kills = 25, States = 40;

    [Fact]
    public async Task What_was_recorded_stays_whenever_a_worker_is_killed_and_the_build_goes_on()
    {
        await EncryptAsync();
        await DoneAsync("store", "create");
        var file = WritePipeline();
        var random = new Random(unchecked(Environment.TickCount));
        var recorded = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            using var worker = Process.Start(StartOf(Processes.Programs.Pawl, ["run", file, "--build-id", "web-1"]))!;
            await Task.WhenAny(worker.WaitForExitAsync(TestContext.Current.CancellationToken), Task.Delay(random.Next(20, 500), TestContext.Current.CancellationToken));
            worker.Kill();
            await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
            var now = await CountAsync();
            Assert.InRange(now, recorded, int.MaxValue);
            recorded = now;
        }

        Assert.Equal(0, (await PawlAsync("run", file, "--build-id", "web-1")).Code);
        Assert.StartsWith("whole: 1 builds", (await DoneAsync("audit", "verify")).Out, StringComparison.Ordinal);
        var done = (await DoneAsync("audit", "export", "web-1")).Out.Split('\n').Count(line => line.Contains("\"completed\"", StringComparison.Ordinal));
        Assert.InRange(done, States, int.MaxValue);
        Assert.False(Holds(Store, "SQLite format 3"));
        Assert.False(Holds(Store, "rhel8-web"));
    }

    private async Task<int> CountAsync()
    {
        if (!File.Exists(Path.Combine(Store, "web-1.db")))
            return 0;
        var verified = await PawlAsync("audit", "verify", "web-1");
        if (verified.Code == 3)
            return 0;
        Assert.Equal((0, ""), (verified.Code, verified.Error));
        return (await DoneAsync("audit", "export", "web-1")).Out.Count(c => c == '\n');
    }

    private string WritePipeline()
    {
        var text = new StringBuilder("name: many\nprovider: private\nimage_type: rhel8-web\nstates:\n");
        for (var state = 1; state <= States; state++)
            text.Append(CultureInfo.InvariantCulture, $"  - {{code: {state}, name: State {state}, run: 'true'}}\n");
        text.Append("  - {code: 100, name: Done}\n");
        var file = Path.Combine(Folder, "p.yaml");
        File.WriteAllText(file, text.ToString());
        return file;
    }
}
