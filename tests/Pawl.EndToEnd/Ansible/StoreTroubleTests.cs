namespace Pawl.EndToEnd.Ansible;

/// <summary>What becomes of a run when a state can't be recorded.</summary>
public sealed class StoreTroubleTests : AnsibleFixture
{
    private const string Two = """
        - hosts: one
          gather_facts: false
          tasks:
            - {ansible.builtin.shell: "echo first >>'{{ inventory_dir }}/log'; BETWEEN", tags: pawl_state_0}
            - {ansible.builtin.shell: "echo second >>'{{ inventory_dir }}/log'; AFTER", tags: pawl_state_5}
        """;

    private string Log => File.Exists(Path.Combine(Folder, "log")) ? File.ReadAllText(Path.Combine(Folder, "log")) : "";

    [Fact]
    public async Task A_store_that_can_t_be_used_stops_the_run_before_anything_is_done()
    {
        Break();

        var answer = await EndsAsync(1, Tasks());

        Assert.Contains("ERROR! pawl: build web-42: the start of state 0 is not recorded: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(Store, answer.Error, StringComparison.Ordinal);
        Assert.Equal("", Log);
    }

    [Fact]
    public async Task With_the_setting_go_on_it_is_warned_of_and_the_end_says_what_is_to_be_recorded_by_hand()
    {
        Break();

        var answer = await EndsAsync(0, Tasks(), "-e", "pawl_on_store_error=go_on");

        var warnings = Line(answer.Error);
        Assert.Contains("[WARNING]: pawl: build web-42: the start of state 0 is not recorded: ", warnings, StringComparison.Ordinal);
        Assert.Contains("do it by hand: pawl succeed web-42 0; pawl succeed web-42 5", warnings, StringComparison.Ordinal);
        Assert.Equal("first\nsecond\n", Log);
    }

    [Fact]
    public async Task What_a_broken_store_left_unrecorded_is_recorded_when_it_is_back()
    {
        await InitAsync("web-42");
        Configure("on_store_error = go_on");
        Variables["STORE"] = Store;

        var answer = await EndsAsync(2, Tasks("mv $STORE $STORE.away; echo >$STORE", "rm $STORE; mv $STORE.away $STORE; exit 1"));

        Assert.Contains("the end of state 0 is not recorded", Line(answer.Error), StringComparison.Ordinal);
        Assert.DoesNotContain("by hand", answer.Error, StringComparison.Ordinal);
        Assert.Equal(["0:started", "0:completed", "5:failed"], await HistoryAsync());
    }

    [Fact]
    public async Task A_state_that_is_done_and_can_t_be_recorded_stops_the_run_before_the_next_one()
    {
        await InitAsync("web-42");
        Variables["STORE"] = Store;

        var answer = await EndsAsync(1, Tasks("mv $STORE $STORE.away; echo >$STORE"));

        Assert.Contains("the end of state 0 is not recorded", answer.Error, StringComparison.Ordinal);
        Assert.Contains("pawl succeed web-42 0", answer.Error, StringComparison.Ordinal);
        Assert.Equal("first\n", Log);
    }

    [Fact]
    public async Task The_last_state_s_end_that_can_t_be_recorded_is_the_run_s_exit_code()
    {
        await InitAsync("web-42");
        Variables["STORE"] = Store;

        var answer = await EndsAsync(1, Tasks(after: "mv $STORE $STORE.away; echo >$STORE"));

        Assert.Contains("when the store is back: pawl succeed web-42 5", answer.Error, StringComparison.Ordinal);
        Assert.Equal("first\nsecond\n", Log);
    }

    [Theory]
    [InlineData("#!/bin/sh\nexec sleep 1000\n", "didn't answer within 1 seconds")]
    [InlineData("#!/bin/sh\n[ $1 = --version ] && echo pawl 0.0.9 && exit\necho '{\"error\":{\"code\":2,\"kind\":\"usage\",\"message\":\"no option `--json`\"}}' >&2\nexit 2\n", "pawl 0.0.9 is too old for this collection, which needs 0.1.0 or newer")]
    [InlineData("#!/bin/sh\necho hello\n", "answered something else than JSON: is it pawl?")]
    [InlineData("#!/bin/sh\necho broken library >&2\nexit 127\n", "ended with 127 and said: broken library")]
    [InlineData("no program\n", "can't be run: Exec format error")]
    public async Task A_program_that_is_no_pawl_or_hangs_or_is_too_old_is_told_of(string program, string part)
    {
        Configure($"binary = {Script("odd", program)}\ntimeout = 1");
        Variables.Remove("PAWL_BINARY");

        var answer = await EndsAsync(1, Tasks());

        Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.Equal("", Log);
    }

    [Fact]
    public async Task A_program_that_is_missing_is_told_of_by_each_part_of_the_collection()
    {
        Variables["PAWL_BINARY"] = "/nowhere/pawl";
        var callback = await EndsAsync(1, Tasks());
        Assert.Contains("there is no program '/nowhere/pawl' to run: install pawl", callback.Error, StringComparison.Ordinal);

        var module = await EndsAsync(2, Unmapped("pawl.build.info: {build_id: web-42, binary: /nowhere/pawl}"));
        Assert.Contains("there is no program '/nowhere/pawl' to run: install pawl", module.Out, StringComparison.Ordinal);

        var lookup = await EndsAsync(2, Unmapped("ansible.builtin.debug: {msg: \"{{ lookup('pawl.build.metadata') }}\"}"));
        Assert.Contains("there is no program '/nowhere/pawl' to run: install pawl", lookup.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "no build web-42")]
    [InlineData("init web-42 --provider aws --image-type t; start web-42", "is held by someone@else")]
    public async Task What_pawl_refuses_stops_the_run_whatever_the_setting(string before, string part)
    {
        Variables["PAWL_WORKER"] = "someone@else";
        foreach (var command in before.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            await DoneAsync(command.Split(' '));
        Variables["PAWL_WORKER"] = "me@here";
        Configure("on_store_error = go_on");

        var answer = await EndsAsync(1, Tasks());

        Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.Equal("", Log);
    }

    [Fact]
    public async Task A_state_that_is_still_ahead_stops_the_run_and_the_one_before_stays_completed()
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(1, Tasks().Replace("pawl_state_5", "pawl_state_35", StringComparison.Ordinal));

        Assert.Contains("can't start state 35 of build web-42: it is not the current state; the current state is 5 (running)", answer.Error, StringComparison.Ordinal);
        Assert.Equal(["0:started", "0:completed"], await HistoryAsync());
        Assert.Equal("first\n", Log);
    }

    [Fact]
    public async Task A_run_that_names_no_build_is_stopped_or_warned_by_the_setting()
    {
        Variables.Remove("PAWL_BUILD");

        Assert.Contains("no build is named: set PAWL_BUILD", (await EndsAsync(1, Tasks())).Error, StringComparison.Ordinal);
        Assert.Equal("", Log);
        Assert.Contains("no build is named: set PAWL_BUILD", Line((await EndsAsync(0, Tasks(), "-e", "pawl_on_store_error=go_on")).Error), StringComparison.Ordinal);
        Assert.Equal("first\nsecond\n", Log);
    }

    [Theory]
    [InlineData("on_store_error = maybe", "on_store_error")]
    [InlineData("timeout = soon", "timeout")]
    public async Task A_wrong_option_stops_the_run_instead_of_leaving_the_callback_out(string option, string part)
    {
        Configure(option);

        var answer = await EndsAsync(1, Tasks());

        Assert.Contains("ERROR! pawl: wrong options: ", answer.Error, StringComparison.Ordinal);
        Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.Equal("", Log);
    }

    [Theory]
    [InlineData("vars: {pawl_state: fifteen}", "pawl_state 'fifteen' must name a state, a number from 0 to 100")]
    [InlineData("vars: {pawl_state: 101}", "pawl_state '101' must name a state")]
    [InlineData("vars: {pawl_state: '{{ inventory_hostname }}'}", "pawl_state can't be evaluated")]
    [InlineData("tags: pawl_state_", "the tag 'pawl_state_' must name a state")]
    [InlineData("tags: [pawl_state_5, pawl_state_10]", "its tags name several states: pawl_state_10, pawl_state_5")]
    public async Task A_mapping_that_names_no_state_stops_the_run(string mapping, string part)
    {
        await InitAsync("web-42");

        var answer = await EndsAsync(1, $$"""
            - hosts: one
              gather_facts: false
              {{mapping}}
              tasks: [{ansible.builtin.command: 'true'}]
            """);

        Assert.Contains(part, answer.Error, StringComparison.Ordinal);
        Assert.Empty(await HistoryAsync());
    }

    private static string Tasks(string between = "true", string after = "true") =>
        Two.Replace("BETWEEN", between, StringComparison.Ordinal).Replace("AFTER", after, StringComparison.Ordinal);

    private static string Unmapped(string task) => $$"""
        - hosts: one
          gather_facts: false
          tasks:
            - {{task}}
        """;

    // A file where the folder of builds should be.
    private void Break() => File.WriteAllText(Store, "");
}
