using System.Diagnostics;
using Pawl.EndToEnd.Crashes;

namespace Pawl.EndToEnd.Ansible;

/// <summary>A run that is stopped in the middle of a state.</summary>
public sealed class InterruptionTests : AnsibleFixture
{
    [Theory]
    [InlineData(PawlProcess.Interrupt, 99, "SIGINT")]
    [InlineData(PawlProcess.Terminate, 143, "SIGTERM")]
    [InlineData(PawlProcess.HangUp, 129, "SIGHUP")]
    public async Task It_is_recorded_with_the_signal_and_the_task_and_the_next_run_goes_on_there(int signal, int code, string name)
    {
        await InitAsync("web-42");
        var playbook = Write("play.yml", """
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks:
                - name: Long work
                  ansible.builtin.shell: touch begun; test -e quick || exec sleep 1000
                  args: {chdir: "{{ inventory_dir }}"}
            """);

        var environment = StartOf("ansible-playbook", []).Environment.Select(one => KeyValuePair.Create(one.Key, one.Value!));
        using (var play = PawlProcess.StartByShell(Path.Combine(Folder, "output"), environment, $"exec ansible-playbook '{playbook}'"))
        {
            for (var waited = Stopwatch.StartNew(); !File.Exists(Path.Combine(Folder, "begun")); await Task.Delay(5))
                Assert.True(waited.Elapsed < PlayPatience, "the task doesn't begin");
            play.SignalGroup(signal);
            Assert.Equal(code, await play.ExitAsync(PlayPatience));
        }

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.Equal($"ansible-playbook was stopped by {name}, at task 'Long work'", await ErrorAsync());
        var build = await StatusAsync();
        Assert.Equal("transient", build.GetProperty("lastFailure").GetProperty("category").GetString());
        Assert.Equal(System.Text.Json.JsonValueKind.Null, build.GetProperty("lease").ValueKind);

        Write("quick", "");
        await EndsAsync(0, await File.ReadAllTextAsync(playbook));
        Assert.Equal(["0:started", "0:failed", "0:started", "0:completed"], await HistoryAsync());
    }

    [Fact]
    public async Task A_run_that_Ansible_itself_breaks_off_is_recorded_too()
    {
        await InitAsync("web-42");

        // A notified handler that isn't there ends ansible-playbook at once.
        await EndsAsync(1, """
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks: [{name: Notify, ansible.builtin.command: 'true', notify: nobody}]
            """);

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.Equal("ansible-playbook ended before the state did, at task 'Notify'", await ErrorAsync());
    }
}
