namespace Pawl.EndToEnd.Ansible;

/// <summary>Plays bring a build from state to state.</summary>
public sealed class CourseTests : AnsibleFixture
{
    [Fact]
    public async Task A_play_that_is_mapped_to_a_state_begins_it_with_its_first_task_and_completes_it_when_all_hosts_are_done()
    {
        await InitAsync("web-42");
        Variables["SEEN"] = Path.Combine(Folder, "seen");

        var answer = await EndsAsync(0, """
            - hosts: image
              gather_facts: false
              vars: {pawl_state: 0}
              tasks:
                - ansible.builtin.shell: '"$PAWL_BINARY" status web-42 --json >"$SEEN-{{ inventory_hostname }}"'
            """);

        Assert.Contains("pawl: build web-42: state 0 is completed", answer.Error, StringComparison.Ordinal);
        Assert.Equal(["0:started", "0:completed"], await HistoryAsync());
        foreach (var host in new[] { "one", "two" })
            Assert.Contains("\"attempt\":{\"state\":0", await File.ReadAllTextAsync($"{Variables["SEEN"]}-{host}"), StringComparison.Ordinal);
        Assert.Equal(System.Text.Json.JsonValueKind.Null, (await StatusAsync()).GetProperty("lease").ValueKind);
    }

    [Fact]
    public async Task The_nearest_tag_decides_a_task_s_state_then_the_nearest_variable()
    {
        await InitAsync("web-42");
        Write("included.yml", "- {ansible.builtin.debug: {msg: x}}\n");
        Directory.CreateDirectory(Path.Combine(Folder, "roles", "inner", "tasks"));
        Write("roles/inner/tasks/main.yml", "[{ansible.builtin.debug: {msg: x}}, {ansible.builtin.debug: {msg: x}, tags: pawl_state_30}]\n");

        await EndsAsync(0, """
            - hosts: image
              gather_facts: false
              vars: {pawl_state: 0}
              tags: [unrelated]
              tasks:
                - ansible.builtin.debug: {msg: the play's}
                - tags: pawl_state_5
                  vars: {pawl_state: 90}
                  block:
                    - ansible.builtin.debug: {msg: the block's tag}
                    - ansible.builtin.debug: {msg: its own tag}
                      tags: [more, pawl_state_10]
                - ansible.builtin.include_tasks: included.yml
                  vars: {pawl_state: "{{ 10 + 5 }}"}
                - ansible.builtin.include_tasks:
                    file: included.yml
                    apply: {tags: pawl_state_20}
                  tags: pawl_state_20
            - hosts: one
              gather_facts: false
              tags: pawl_state_90
              roles: [{role: inner, tags: pawl_state_25}]
              tasks:
                - {ansible.builtin.import_tasks: included.yml, tags: pawl_state_35}
            """);

        Assert.Equal(Course(0, 5, 10, 15, 20, 25, 30, 35), await HistoryAsync());
    }

    [Fact]
    public async Task A_state_goes_on_over_serial_batches_over_plays_with_the_same_variable_and_over_tasks_without_one()
    {
        await InitAsync("web-42");

        await EndsAsync(0, """
            - hosts: image
              serial: 1
              gather_facts: false
              vars: {pawl_state: 0}
              tasks: [{ansible.builtin.debug: {msg: a}}, {ansible.builtin.debug: {msg: b}}]
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks: [{ansible.builtin.debug: {msg: c}}]
            - hosts: two
              gather_facts: false
              tasks:
                - {ansible.builtin.debug: {msg: d}, tags: pawl_state_5}
                - {ansible.builtin.debug: {msg: e}}
                - {ansible.builtin.debug: {msg: f}, tags: pawl_state_5}
            - hosts: two
              gather_facts: false
              tasks:
                - ansible.builtin.command: "'{{ lookup('env', 'PAWL_BINARY') }}' status web-42 --json"
                  register: status
                - ansible.builtin.assert: {that: "(status.stdout | from_json).currentState == 10"}
            """);

        Assert.Equal(Course(0, 5), await HistoryAsync());
    }

    [Fact]
    public async Task Handlers_belong_to_the_state_that_is_open()
    {
        await InitAsync("web-42");
        const string play = """
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks: [{ansible.builtin.command: "true", notify: restart}]
              handlers: [{name: restart, ansible.builtin.command: "WHAT", tags: pawl_state_35}]
            """;

        await EndsAsync(2, play.Replace("WHAT", "false", StringComparison.Ordinal));
        Assert.StartsWith("task 'restart' failed on one", await ErrorAsync(), StringComparison.Ordinal);
        await EndsAsync(0, play.Replace("WHAT", "true", StringComparison.Ordinal));

        Assert.Equal(["0:started", "0:failed", "0:started", "0:completed"], await HistoryAsync());
    }

    [Theory]
    [InlineData("--check")]
    [InlineData("--check --diff -v")]
    [InlineData("--syntax-check")]
    [InlineData("--list-tasks")]
    public async Task A_run_that_only_looks_changes_nothing(string options)
    {
        await InitAsync("web-42");
        var before = (await DoneAsync("status", "web-42", "--json")).Out;

        await EndsAsync(0, """
            - hosts: image
              gather_facts: false
              vars: {pawl_state: 0}
              tasks:
                - pawl.build.advance: {build_id: web-42, state: 0, phase: started}
                - pawl.build.fail: {build_id: web-42, state: 0, error: no}
                - pawl.build.metadata: {build_id: web-42, values: {a: b}}
                - pawl.build.artifact: {build_id: web-42, name: hosts, path: "{{ inventory_dir }}/hosts"}
                - pawl.build.advance: {build_id: web-42, state: 0}
                  register: predicted
                - ansible.builtin.assert: {that: predicted is changed}
                - {ansible.builtin.command: "true", check_mode: false}
            """, options.Split(' '));

        Assert.Equal(before, (await DoneAsync("status", "web-42", "--json")).Out);
    }

    [Fact]
    public async Task A_play_whose_tasks_are_all_in_check_mode_completes_no_state()
    {
        await InitAsync("web-42");

        await EndsAsync(0, "- {hosts: one, gather_facts: false, check_mode: true, vars: {pawl_state: 0}, tasks: [{ansible.builtin.debug: {msg: x}}]}");

        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task A_run_that_goes_on_after_a_failure_leaves_out_what_is_done_and_begins_at_the_failed_state()
    {
        await InitAsync("web-42");
        const string play = """
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 0}
              tasks:
                - pawl.build.info: {build_id: web-42, state: 0}
                  register: base
                - ansible.builtin.meta: end_play
                  when: base.done
                - ansible.builtin.shell: echo base >>log
                  args: {chdir: "{{ inventory_dir }}"}
                - ansible.builtin.debug: {msg: done}
            - hosts: one
              gather_facts: false
              vars: {pawl_state: 5}
              tasks:
                - ansible.builtin.shell: echo kick >>log; test -e mended
                  args: {chdir: "{{ inventory_dir }}"}
            """;

        await EndsAsync(2, play);
        Write("mended", "");
        var again = await EndsAsync(0, play);

        Assert.Contains("build web-42 has state 0 behind it; nothing is recorded for it", again.Error, StringComparison.Ordinal);
        Assert.Equal("base\nkick\nkick\n", await File.ReadAllTextAsync(Path.Combine(Folder, "log")));
        Assert.Equal(["0:started", "0:completed", "5:started", "5:failed", "5:started", "5:completed"], await HistoryAsync());
    }

    [Fact]
    public async Task Tasks_of_a_state_that_is_behind_may_run_again_and_nothing_is_recorded_or_warned_of()
    {
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42", "0");
        var before = await HistoryAsync();

        var answer = await EndsAsync(0, "- {hosts: one, gather_facts: false, vars: {pawl_state: 0}, tasks: [{ansible.builtin.debug: {msg: a}}, {ansible.builtin.debug: {msg: b}}]}");

        Assert.Equal("pawl: build web-42 has state 0 behind it; nothing is recorded for it\n", answer.Error);
        Assert.Equal(before, await HistoryAsync());
    }

    [Fact]
    public async Task Within_pawl_run_which_records_the_states_itself_nothing_is_recorded_twice()
    {
        Write("play.yml", "- {hosts: one, gather_facts: false, vars: {pawl_state: 15}, tasks: [{ansible.builtin.debug: {msg: x}}]}\n");
        Write("pipeline.yaml", "{name: image, provider: aws, image_type: t, states: [{code: 15, name: Base, run: ansible-playbook play.yml}, {code: 100, name: End, run: 'true'}]}\n");
        Variables.Remove("PAWL_BUILD");

        var answer = await PawlAsync("run", "pipeline.yaml", "--build-id", "web-42");

        Assert.Equal(0, answer.Code);
        Assert.Contains("pawl run records the states of build web-42 itself", answer.Out + answer.Error, StringComparison.Ordinal);
        Assert.Equal(Course(15, 100), await HistoryAsync());
    }

    [Fact]
    public async Task A_run_of_a_part_says_so_before_it_records()
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(0, "- {hosts: image, gather_facts: false, vars: {pawl_state: 0}, tasks: [{ansible.builtin.debug: {msg: x}}]}", "--limit", "one");

        Assert.Contains("this run may leave out tasks or hosts (--limit)", Line(answer.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_build_may_be_named_on_the_command_line()
    {
        await InitAsync("other");

        await EndsAsync(0, "- {hosts: one, gather_facts: false, vars: {pawl_state: 0}, tasks: [{ansible.builtin.debug: {msg: x}}]}", "-e", "pawl_build_id=other");

        Assert.Equal(Course(0), await HistoryAsync("other"));
    }

    private static string[] Course(params int[] states) => [.. states.SelectMany(state => new[] { $"{state}:started", $"{state}:completed" })];
}
