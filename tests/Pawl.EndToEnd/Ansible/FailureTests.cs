namespace Pawl.EndToEnd.Ansible;

/// <summary>What counts as a state's failure, and what is recorded of it.</summary>
public sealed class FailureTests : AnsibleFixture
{
    [Fact]
    public async Task A_failed_task_s_name_host_message_and_last_output_are_recorded()
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(2, Play("""
            - name: "Install {{ 'nginx' }}"
              ansible.builtin.shell: echo "curl (6) Could not resolve host deb.example.org" >&2; exit 3
            """));

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.Equal("task 'Install nginx' failed on one: non-zero return code\nexit code 3\ncurl (6) Could not resolve host deb.example.org", await ErrorAsync());
        Assert.Equal("transient", (await StatusAsync()).GetProperty("lastFailure").GetProperty("category").GetString());
        Assert.Contains("pawl: build web-42: state 0 failed", answer.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_is_unreachable_fails_the_state()
    {
        Assert.SkipUnless(Installed("ssh"), "ssh is not installed");
        await InitAsync("web-42");

        await EndsAsync(4, Play("- {name: Look, ansible.builtin.command: 'true'}", hosts: "gone"));

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        var error = await ErrorAsync();
        Assert.StartsWith("host gone is unreachable for task 'Look': Failed to connect to the host via ssh", error, StringComparison.Ordinal);
        Assert.Contains("Connection refused", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_that_is_ignored_or_rescued_is_none()
    {
        await InitAsync("web-42");
        Directory.CreateDirectory(Path.Combine(Folder, "roles", "fails", "tasks"));
        Write("fails.yml", "[{ansible.builtin.command: 'false'}]\n");
        Write("roles/fails/tasks/main.yml", "[{ansible.builtin.command: 'false'}]\n");
        string[] tasks =
        [
            "- {ansible.builtin.command: 'false', ignore_errors: true}",
            "- {ansible.builtin.command: 'false', failed_when: false}",
            "- {block: [{ansible.builtin.command: 'false'}], rescue: [{ansible.builtin.debug: {msg: x}}]}",
            "- {block: [{ansible.builtin.include_tasks: fails.yml}], rescue: [{ansible.builtin.debug: {msg: x}}]}",
            "- {block: [{ansible.builtin.import_tasks: fails.yml}], rescue: [{ansible.builtin.debug: {msg: x}}]}",
            "- {block: [{ansible.builtin.include_role: {name: fails}}], rescue: [{ansible.builtin.debug: {msg: x}}]}",
            "- {block: [{block: [{ansible.builtin.debug: {msg: x}}], always: [{ansible.builtin.command: 'false'}]}], rescue: [{ansible.builtin.debug: {msg: x}}]}",
            "- {ansible.builtin.command: 'false', register: r, until: r.rc == 0 or r.attempts == 2, retries: 3, delay: 0, failed_when: r.rc > 1}",
            "- {ansible.builtin.command: 'true', delegate_to: gone, ignore_unreachable: true}",
        ];

        await EndsAsync(0, string.Join("\n", tasks.Select((task, i) => Play(task).Replace("pawl_state: 0", $"pawl_state: {5 * i}", StringComparison.Ordinal))));

        Assert.Equal(tasks.SelectMany((_, i) => new[] { $"{5 * i}:started", $"{5 * i}:completed" }), await HistoryAsync());
    }

    [Theory]
    [InlineData("task 'in rescue' failed", "- {block: [{ansible.builtin.command: 'false'}], rescue: [{name: in rescue, ansible.builtin.command: 'false'}]}")]
    [InlineData("task 'in always' failed", "- {block: [{ansible.builtin.debug: {msg: x}}], rescue: [{ansible.builtin.debug: {msg: x}}], always: [{name: in always, ansible.builtin.command: 'false'}]}")]
    [InlineData("task 'no rescue' failed", "- {block: [{name: no rescue, ansible.builtin.command: 'false'}], always: [{ansible.builtin.debug: {msg: x}}]}")]
    [InlineData("missing.yml", "- {ansible.builtin.include_tasks: missing.yml}")]
    [InlineData("item b: non-zero return code\nexit code 4", "- {ansible.builtin.shell: 'exit {{ item.code }}', loop: [{n: a, code: 0}, {n: b, code: 4}], loop_control: {label: '{{ item.n }}'}}")]
    public async Task A_failure_that_nothing_catches_is_one_wherever_it_stands(string part, string tasks)
    {
        await InitAsync("web-42");

        await EndsAsync(2, Play(tasks));

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.Contains(part, await ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_no_log_hides_is_recorded_nowhere_and_shown_nowhere()
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(2, Play("""
            - name: "Log in with {{ word }}"
              ansible.builtin.shell: "echo {{ word }} >&2; exit 1"
              vars: {word: swordfish-of-the-day}
              no_log: true
            """));

        Assert.Equal("task 'Log in with {{ word }}' failed on one: its output is hidden by no_log", await ErrorAsync());
        Assert.DoesNotContain("swordfish-of-the-day", answer.Error, StringComparison.Ordinal);
        await NowhereAsync("swordfish-of-the-day");
    }

    [Fact]
    public async Task What_looks_like_a_secret_in_a_message_is_masked_and_stands_in_no_argument_list()
    {
        await InitAsync("web-42");
        Variables["ARGUMENTS"] = Path.Combine(Folder, "arguments");
        Variables["PAWL_BINARY"] = Script("recorded", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$ARGUMENTS\"\nexec '{Processes.Programs.Pawl}' \"$@\"\n");

        await EndsAsync(2, Play("- {name: Log in, ansible.builtin.shell: 'echo login failed: password=hunter2hunter2 >&2; exit 1'}"));

        Assert.StartsWith("task 'Log in' failed on one", await ErrorAsync(), StringComparison.Ordinal);
        var arguments = await File.ReadAllTextAsync(Variables["ARGUMENTS"]);
        Assert.Equal("start web-42 0 --json\nfail web-42 0 --error-file - --json\n", arguments);
        await NowhereAsync("hunter2hunter2");
    }

    [Fact]
    public async Task When_one_of_two_hosts_fails_the_state_has_failed_and_no_later_one_begins()
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(2, """
            - hosts: image
              gather_facts: false
              tasks:
                - {name: Only on two, ansible.builtin.command: "test {{ inventory_hostname }} = one", tags: pawl_state_0}
                - {ansible.builtin.debug: {msg: x}, tags: pawl_state_5}
            - hosts: image
              gather_facts: false
              vars: {pawl_state: 10}
              tasks: [{ansible.builtin.debug: {msg: x}}]
            """);

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.StartsWith("task 'Only on two' failed on two: non-zero return code", await ErrorAsync(), StringComparison.Ordinal);
        Assert.Contains("state 10 is not begun, because state 0 failed", Line(answer.Error), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("any_errors_fatal: true")]
    [InlineData("max_fail_percentage: 10")]
    [InlineData("max_fail_percentage: 80")]
    [InlineData("serial: 1")]
    [InlineData("strategy: ansible.builtin.free")]
    public async Task A_host_s_failure_counts_however_the_play_goes_on(string setting)
    {
        await InitAsync("web-42");

        await EndsAsync(2, $$$"""
            - hosts: image
              gather_facts: false
              {{{setting}}}
              vars: {pawl_state: 0}
              tasks:
                - {name: On one, ansible.builtin.command: "test {{ inventory_hostname }} = two"}
                - {ansible.builtin.debug: {msg: x}}
            """);

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.StartsWith("task 'On one' failed on one", await ErrorAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_state_that_a_host_can_t_go_through_because_it_failed_before_is_not_completed()
    {
        await InitAsync("web-42");

        await EndsAsync(2, """
            - hosts: image
              gather_facts: false
              tasks:
                - {name: Prepare, ansible.builtin.command: "test {{ inventory_hostname }} = two"}
                - {ansible.builtin.debug: {msg: x}, tags: pawl_state_0}
            """);

        Assert.Equal(["0:started", "0:failed"], await HistoryAsync());
        Assert.StartsWith("task 'Prepare' failed on one", await ErrorAsync(), StringComparison.Ordinal);
    }

    private static string Play(string tasks, string hosts = "one") =>
        $$"""
        - hosts: {{hosts}}
          gather_facts: false
          vars: {pawl_state: 0}
          tasks:
            {{tasks.ReplaceLineEndings("\n    ")}}
        """;

    private async Task NowhereAsync(string secret)
    {
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    }
}
