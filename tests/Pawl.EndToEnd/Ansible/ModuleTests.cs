namespace Pawl.EndToEnd.Ansible;

/// <summary>The modules and the lookup, each in a real play.</summary>
public sealed class ModuleTests : AnsibleFixture
{
    [Fact]
    public async Task Advance_begins_and_completes_a_state_and_leaves_one_that_is_done_alone()
    {
        await InitAsync("web-42");

        await EndsAsync(0, Tasks("""
            - pawl.build.advance: {build_id: web-42, state: 0, phase: started, lease: 2h, worker: play@here}
              register: started
            - pawl.build.info: {build_id: web-42, state: 0}
              register: between
            - pawl.build.advance: {build_id: web-42, state: 0, worker: play@here}
              register: completed
            - pawl.build.advance: {build_id: web-42, state: 0}
              register: again
            - pawl.build.advance: {build_id: web-42, state: 0, phase: started}
              register: begun_again
            - ansible.builtin.assert:
                that:
                  - started is changed and not started.done and started.diff.after.attempt.state == 0
                  - between is not changed and between.exists and not between.done and between.current_state == 0 and between.status == 'running'
                  - between.build.lease.holder == 'play@here'
                  - completed is changed and completed.done and completed.build.currentState == 5
                  - again is not changed and again.done
                  - begun_again is not changed and begun_again.done
            """));

        Assert.Equal(["0:started", "0:completed"], await HistoryAsync());
    }

    [Fact]
    public async Task Fail_records_a_failure_once_and_the_text_is_in_no_argument_list()
    {
        await InitAsync("web-42");
        Variables["ARGUMENTS"] = Path.Combine(Folder, "arguments");
        var pawl = Script("recorded", $"#!/bin/sh\nprintf '%s\\n' \"$*\" >>\"$ARGUMENTS\"\nexec '{Processes.Programs.Pawl}' \"$@\"\n");

        await EndsAsync(0, Tasks($$$"""
            - pawl.build.fail:
                binary: {{{pawl}}}
                build_id: web-42
                state: 0
                error: |
                  the index is a week old
                  password=hunter2hunter2
                category: persistent
              register: first
            - pawl.build.fail: {build_id: web-42, state: 0, error: "no index"}
            - pawl.build.fail: {build_id: web-42, state: 0, error: "no index"}
              register: again
            - pawl.build.metadata: {binary: {{{pawl}}}, build_id: web-42, values: {note: "its word is swordfish"} }
            - ansible.builtin.assert: {that: [first is changed, first.build.lastFailure.category == 'persistent', again is not changed]}
            """));

        Assert.Equal(["0:failed", "0:failed"], await HistoryAsync());
        var arguments = await File.ReadAllTextAsync(Variables["ARGUMENTS"]);
        Assert.Contains("fail web-42 0 --error-file - --category persistent --json\n", arguments, StringComparison.Ordinal);
        Assert.Contains("meta set web-42 --file - --json\n", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", arguments, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", arguments, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metadata_is_set_once_read_and_predicted_and_the_lookup_finds_it()
    {
        await InitAsync("web-42");
        Write("report", "one\ntwo\n");

        await EndsAsync(0, Tasks("""
            - pawl.build.metadata: {build_id: web-42, values: {image: ami-1, count: 3, flags: [a, b], "text": "line\n"}}
              register: first
            - pawl.build.metadata: {build_id: web-42, values: {image: ami-1, count: 3}}
              register: same
            - pawl.build.metadata: {build_id: web-42, values: {image: ami-2}}
              check_mode: true
              register: predicted
            - pawl.build.metadata: {build_id: web-42, key: image}
              register: one
            - pawl.build.metadata: {build_id: web-42, key: report, src: "{{ inventory_dir }}/report"}
              register: report
            - pawl.build.metadata: {build_id: web-42}
              register: all
            - ansible.builtin.assert:
                that:
                  - first is changed and same is not changed and one is not changed and all is not changed
                  - predicted is changed and predicted.metadata.image == 'ami-2' and predicted.diff.before.image == 'ami-1'
                  - one.value == 'ami-1' and report.value == "one\ntwo" and report is changed
                  - all.metadata | length == 5 and all.metadata.count == '3' and all.metadata.flags == '["a", "b"]' and all.metadata.text == "line\n"
                  - lookup('pawl.build.metadata', 'image') == 'ami-1'
                  - lookup('pawl.build.metadata', 'image', 'count', build_id='web-42', wantlist=true) == ['ami-1', '3']
                  - lookup('pawl.build.metadata') == all.metadata
                  - lookup('pawl.build.metadata', 'nothing', default='x') == 'x'
            """));
    }

    [Fact]
    public async Task An_artifact_is_recorded_once_and_again_when_the_file_has_changed()
    {
        await InitAsync("web-42");

        await EndsAsync(0, Tasks("""
            - ansible.builtin.copy: {dest: "{{ inventory_dir }}/rootfs", content: "first"}
            - pawl.build.artifact: &artifact {build_id: web-42, name: rootfs, path: "{{ inventory_dir }}/rootfs"}
              register: first
            - pawl.build.artifact: *artifact
              register: same
            - ansible.builtin.copy: {dest: "{{ inventory_dir }}/rootfs", content: "second"}
            - pawl.build.artifact: *artifact
              check_mode: true
              register: predicted
            - pawl.build.artifact: *artifact
              register: changed
            - ansible.builtin.assert:
                that:
                  - first is changed and first.artifact.size == 5 and first.artifact.state == 0
                  - same is not changed and same.artifact == first.artifact
                  - predicted is changed and predicted.artifact.sha256 == changed.artifact.sha256
                  - changed is changed and changed.artifact.size == 6
            """));

        await DoneAsync("artifact", "verify", "web-42");
    }

    [Fact]
    public async Task Info_of_a_build_that_is_not_there_is_no_failure()
    {
        await EndsAsync(0, Tasks("""
            - pawl.build.info: {build_id: web-42, state: 5}
              register: nobody
            - ansible.builtin.assert: {that: [not nobody.exists, not nobody.done, nobody.current_state == -1, nobody.status == '', not nobody.build]}
            """));
    }

    [Fact]
    public async Task Wrong_use_fails_the_task_and_says_why()
    {
        await InitAsync("web-42");
        (string Task, string Part)[] wrong =
        [
            ("pawl.build.advance: {build_id: web-42, state: 35}", "build web-42 stands at state 0 (running), so state 35 can't be completed yet"),
            ("pawl.build.advance: {build_id: nothing, state: 0}", "no build nothing"),
            ("pawl.build.advance: {build_id: 'a b', state: 0}", "is not a build id"),
            ("pawl.build.advance: {build_id: web-42, state: 0, phase: started, lease: soon}", "`soon` is no duration"),
            ("pawl.build.fail: {build_id: web-42, state: 5, error: x}", "so state 5 can't fail"),
            ("pawl.build.fail: {build_id: web-42, state: 0, error: ' '}", "error must say what went wrong"),
            ("pawl.build.metadata: {build_id: web-42, key: nothing}", "build web-42 has no metadata nothing"),
            ("pawl.build.metadata: {build_id: web-42, values: {'a b': c}}", "a metadata key is 1 to 128 characters without white space"),
            ("pawl.build.metadata: {build_id: web-42, key: k, src: /nowhere}", "src '/nowhere' can't be read as text"),
            ("pawl.build.artifact: {build_id: web-42, name: x, path: /nowhere}", "'/nowhere' is not a file"),
            ("pawl.build.info: {build_id: web-42, store: 'ftp://x'}", "there is no such kind of store"),
            ("ansible.builtin.debug: {msg: \"{{ lookup('pawl.build.metadata', 'nothing') }}\"}", "build web-42 has no metadata 'nothing'; give a default if that is fine"),
        ];

        var answer = await EndsAsync(0, Tasks(string.Join('\n', wrong.Select(one => $"- {one.Task}\n  ignore_errors: true"))));

        var failures = answer.Out.Replace("\\\"", "\"", StringComparison.Ordinal).Split("FAILED! =>");
        Assert.Equal(wrong.Length, failures.Length - 1);
        foreach (var (one, failure) in wrong.Zip(failures.Skip(1)))
            Assert.Contains(one.Part, failure, StringComparison.Ordinal);
        Assert.Empty(await HistoryAsync());
    }

    [Fact]
    public async Task A_store_that_can_t_be_used_fails_the_task_with_its_kind()
    {
        File.WriteAllText(Store, "");

        await EndsAsync(0, Tasks("""
            - pawl.build.advance: {build_id: web-42, state: 0}
              register: broken
              ignore_errors: true
            - ansible.builtin.assert: {that: [broken is failed, broken.kind == 'store', broken.code == 8]}
            """));
    }

    private static string Tasks(string tasks) =>
        $$"""
        - hosts: one
          gather_facts: false
          tasks:
            {{tasks.ReplaceLineEndings("\n    ")}}
        """;
}
