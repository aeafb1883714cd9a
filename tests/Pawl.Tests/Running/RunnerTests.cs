using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Running;
using Pawl.Stores;
using Pawl.Tests.Sqlite;
using Xunit;

namespace Pawl.Tests.Running;

/// <summary>The runner on a real store, with a clock that stands still unless a test moves it.</summary>
public sealed class RunnerTests : StoreFolder
{
    private readonly FakeTimeProvider _time = new(Noon);
    private readonly RecordingScreen _screen = new();

    [Fact]
    public async Task A_new_build_goes_through_all_its_states()
    {
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(5, 20, 100)));
        Assert.Equal(["5#1", "20#1", "100#1"], host.Started);
        var state = await LoadAsync();
        Assert.Equal((BuildStatus.Completed, 100, null), (state.Status, state.Current.Value, state.Lease));
    }

    [Fact]
    public async Task A_completed_build_is_left_alone()
    {
        await RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(100));
        var version = (await LoadAsync()).Version;
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(100)));
        Assert.Empty(host.Started);
        Assert.Equal(version, (await LoadAsync()).Version);
    }

    [Fact]
    public async Task A_transient_failure_is_tried_again_when_it_is_due_and_not_before()
    {
        var host = new ScriptedHost(spec => spec.Environment["PAWL_STATE"] == "5" && spec.Environment["PAWL_ATTEMPT"] == "1" ? ScriptedTask.Fails(75) : ScriptedTask.Succeeds);
        var run = RunAsync(host, Pipeline(Hourly, 5, 100));
        var waiting = await _screen.NextAsync<RunEvent.RetryWaiting>(run);
        Assert.Equal(Noon.AddHours(1), waiting.Until);
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["5#1"], host.Started);
        Assert.Equal(RunOutcome.Completed, await WithTimePassingAsync(run));
        Assert.True(_screen.Shown.OfType<RunEvent.AttemptStarted>().ElementAt(1).At >= waiting.Until);
        Assert.Equal(["5#1", "5#2", "100#1"], host.Started);
    }

    [Fact]
    public async Task A_restarted_worker_waits_the_rest_of_the_time_and_not_all_of_it_again()
    {
        using (var stop = new CancellationTokenSource())
        {
            var first = RunAsync(new ScriptedHost(_ => ScriptedTask.Fails(75)), Pipeline(Hourly, 5, 100), stop: stop.Token);
            await _screen.NextAsync<RunEvent.RetryWaiting>(first);
            await stop.CancelAsync();
            Assert.Equal(RunOutcome.Interrupted, await first);
        }

        _time.Advance(TimeSpan.FromMinutes(50));
        var run = RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(Hourly, 5, 100));
        Assert.Equal(Noon.AddHours(1), (await _screen.NextAsync<RunEvent.RetryWaiting>(run)).Until);
        Assert.Equal(RunOutcome.Completed, await WithTimePassingAsync(run));
        Assert.InRange(_time.GetUtcNow(), Noon.AddHours(1), Noon.AddHours(1).AddMinutes(1));
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_make_a_wait_longer_than_the_pipeline_ever_waits()
    {
        using var stop = new CancellationTokenSource();
        var first = RunAsync(new ScriptedHost(_ => ScriptedTask.Fails(75)), Pipeline(Hourly, 5, 100), stop: stop.Token);
        await _screen.NextAsync<RunEvent.RetryWaiting>(first);
        await stop.CancelAsync();
        await first;

        _time.AdjustTime(Noon.AddDays(-30));
        var run = RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(Hourly, 5, 100));
        var waiting = await _screen.NextAsync<RunEvent.RetryWaiting>(run);
        Assert.InRange(waiting.Until, Noon.AddDays(-30), Noon.AddDays(-30).AddHours(1.3));
        Assert.Contains(_screen.Shown.OfType<RunEvent.Notice>(), notice => notice.Text.Contains("the clock or the pipeline was changed", StringComparison.Ordinal));
        Assert.Equal(RunOutcome.Completed, await WithTimePassingAsync(run));
    }

    [Fact]
    public async Task A_persistent_failure_is_not_tried_again_and_the_build_is_given_back()
    {
        var host = new ScriptedHost(_ => ScriptedTask.Fails(78, "config is wrong"));
        var pipeline = Pipeline(Hourly with { }, 5, 100, persistent: "exit 78");
        Assert.Equal(RunOutcome.Failed, await RunAsync(host, pipeline));
        var state = await LoadAsync();
        Assert.Equal((FailureCategory.Persistent, null, null), (state.LastFailure!.Failure.Category, state.LastFailure.Failure.RetryAt, state.Lease));
        Assert.Contains("config is wrong", state.LastFailure.Failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tries_that_are_used_up_stay_used_up_until_somebody_says_why_to_try_again()
    {
        var pipeline = Pipeline(Hourly with { Initial = TimeSpan.Zero, Attempts = 2 }, 5, 100);
        Assert.Equal(RunOutcome.Failed, await RunAsync(new ScriptedHost(_ => ScriptedTask.Fails(1)), pipeline));
        var again = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Failed, await RunAsync(again, pipeline));
        Assert.Empty(again.Started);

        await new BuildLog(Store, _time, Me).ChangeAsync(Id, change => change.RetryManually("mirror is back"), None);
        Assert.Equal(RunOutcome.Completed, await RunAsync(again, pipeline));
        Assert.Equal(["5#3", "100#1"], again.Started);
    }

    [Fact]
    public async Task Stopping_ends_the_task_and_records_it_as_interrupted_and_a_later_run_goes_on_there()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(new ScriptedHost(spec => spec.Environment["PAWL_STATE"] == "20" ? ScriptedTask.RunsOn : ScriptedTask.Succeeds), Pipeline(5, 20, 100), stop: stop.Token);
        while ((await _screen.NextAsync<RunEvent.AttemptStarted>(run)).State.Code.Value != 20)
        {
        }

        await stop.CancelAsync();
        Assert.Equal(RunOutcome.Interrupted, await run);
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(5, 20, 100)));
        Assert.Equal(["20#2", "100#1"], host.Started);
    }

    [Fact]
    public async Task A_second_worker_is_refused_while_the_first_one_runs()
    {
        using var stop = new CancellationTokenSource();
        var run = RunAsync(new ScriptedHost(_ => ScriptedTask.RunsOn), Pipeline(5, 100), stop: stop.Token);
        await _screen.NextAsync<RunEvent.AttemptStarted>(run);
        await Assert.ThrowsAsync<BuildHeldException>(() => RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(5, 100), worker: new Worker("other")));
        await stop.CancelAsync();
        await run;
    }

    [Fact]
    public async Task A_worker_whose_build_was_taken_over_stops_its_task_and_records_nothing()
    {
        var run = RunAsync(new ScriptedHost(_ => ScriptedTask.RunsOn), Pipeline(5, 100));
        await _screen.NextAsync<RunEvent.AttemptStarted>(run);
        var other = new BuildLog(Store, _time, new Worker("other"));
        var taken = await other.ChangeAsync(Id, change => change.Claim(TimeSpan.FromSeconds(20), _ => true), None);
        await Assert.ThrowsAsync<LeaseLostException>(() => WithTimePassingAsync(run));
        Assert.Equal(taken.Version, (await LoadAsync()).Version);
    }

    [Fact]
    public async Task Metadata_set_by_others_while_a_task_runs_does_not_disturb_its_completion()
    {
        var log = new BuildLog(Store, _time, new Worker("other"));
        var host = new ScriptedHost(spec =>
        {
            log.ChangeAsync(Id, change => change.SetMetadata("seen", spec.Environment["PAWL_STATE"]), None).AsTask().GetAwaiter().GetResult();
            return ScriptedTask.Succeeds;
        });
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(5, 100)));
        Assert.Equal("100", (await LoadAsync()).Metadata["seen"]);
    }

    [Fact]
    public async Task A_callback_that_moves_the_build_on_by_its_own_sql_is_followed_and_no_state_runs_twice()
    {
        var host = new ScriptedHost(spec =>
        {
            if (spec.Environment["PAWL_STATE"] == "5")
                Sql("UPDATE builds SET current_state = 10; INSERT INTO state_history (build_id, state, timestamp, status, error_message) VALUES ('web-1', 10, datetime('now'), 'completed', '')");
            return ScriptedTask.Succeeds;
        });
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(5, 10, 100)));
        Assert.Equal(["5#1", "10#1", "100#1"], host.Started);
        Assert.Contains(_screen.Shown.OfType<RunEvent.Notice>(), notice => notice.Text.Contains("another program", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_edited_pipeline_is_taken_over_and_its_new_later_states_run()
    {
        var first = new ScriptedHost(spec => spec.Environment["PAWL_STATE"] == "20" ? ScriptedTask.Fails(78) : ScriptedTask.Succeeds);
        await RunAsync(first, Pipeline(5, 20, 100, persistent: "exit 78"));
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(5, 20, 42, 100) with { Hash = "edited" }));
        Assert.Equal(["20#2", "42#1", "100#1"], host.Started);
        Assert.Contains(_screen.Shown.OfType<RunEvent.Notice>(), notice => notice.Text.Contains("new states: 42", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pipeline_that_lost_the_current_state_is_refused()
    {
        await RunAsync(new ScriptedHost(spec => spec.Environment["PAWL_STATE"] == "20" ? ScriptedTask.Fails(78) : ScriptedTask.Succeeds), Pipeline(5, 20, 100, persistent: "exit 78"));
        var e = await Assert.ThrowsAsync<TransitionRefusedException>(() => RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(5, 100) with { Hash = "edited" }));
        Assert.Contains("stands at state 20", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_id_of_another_pipelines_build_is_refused_also_when_that_is_completed()
    {
        await RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), Pipeline(100));
        var other = Pipeline(100) with { Name = "other" };
        var e = await Assert.ThrowsAsync<TransitionRefusedException>(() => RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), other));
        Assert.Contains("follows the pipeline 'test'", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_workers_tasks_left_is_ended_before_the_next_attempt()
    {
        var first = new ScriptedHost(_ => ScriptedTask.Fails(78));
        await RunAsync(first, Pipeline(Hourly, 5, 100, persistent: "exit 78"));
        Assert.Empty(first.LookedFor);
        await new BuildLog(Store, _time, Me).ChangeAsync(Id, change => change.RetryManually("mended"), None);
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(Hourly, 5, 100)));
        Assert.Equal([$"PAWL_OUTPUT={Folder}/logs/web-1/"], host.LookedFor);
    }

    [Fact]
    public async Task A_build_whose_earlier_processes_can_not_be_ended_does_not_go_on_and_is_given_back()
    {
        await RunAsync(new ScriptedHost(_ => ScriptedTask.Fails(78)), Pipeline(Hourly, 5, 100, persistent: "exit 78"));
        await new BuildLog(Store, _time, Me).ChangeAsync(Id, change => change.RetryManually("mended"), None);
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds) { Stubborn = [4711] };
        var e = await Assert.ThrowsAsync<TransitionRefusedException>(() => RunAsync(host, Pipeline(Hourly, 5, 100)));
        Assert.Contains("4711", e.Message, StringComparison.Ordinal);
        Assert.Empty(host.Started);
        Assert.Null((await LoadAsync()).Lease);
    }

    [Fact]
    public async Task A_task_whose_lease_was_not_renewed_in_time_is_tried_again_and_that_is_no_failure()
    {
        var host = new ScriptedHost(spec => spec.Environment["PAWL_ATTEMPT"] == "1" ? ScriptedTask.Lapses : ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(Hourly with { Attempts = 1 }, 100)));
        Assert.Equal(["100#1", "100#2"], host.Started);
        Assert.DoesNotContain(_screen.Shown, shown => shown is RunEvent.AttemptFailed);
        Assert.Contains(_screen.Shown, shown => shown is RunEvent.AttemptInterrupted);
    }

    [Fact]
    public async Task A_secret_in_an_outputs_key_is_not_recorded_and_the_build_goes_on()
    {
        var host = new ScriptedHost(spec =>
        {
            File.WriteAllText(spec.Environment["PAWL_OUTPUT"], "S3cr3tValueXYZ99=v\nami=ami-1\n");
            return ScriptedTask.Succeeds;
        });
        var pipeline = Pipeline(100) with { Secrets = ["TOKEN"], Environment = BuildState.EmptyMetadata.Add("TOKEN", "S3cr3tValueXYZ99") };
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, pipeline));
        Assert.Equal(["ami"], (await LoadAsync()).Metadata.Keys);
        Assert.DoesNotContain(Sql("SELECT data FROM events"), row => row.Contains("S3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("TOKEN")]
    [InlineData("token")]
    public async Task An_output_that_is_named_like_a_secret_is_not_recorded_whatever_its_value_is(string key)
    {
        var host = new ScriptedHost(spec =>
        {
            File.WriteAllText(spec.Environment["PAWL_OUTPUT"], $"{key}=made-just-now\nami=ami-1\n");
            return ScriptedTask.Succeeds;
        });
        Assert.Equal(RunOutcome.Completed, await RunAsync(host, Pipeline(100) with { Secrets = ["TOKEN"] }));
        Assert.Equal(["ami"], (await LoadAsync()).Metadata.Keys);
        Assert.Contains(_screen.Shown, shown => shown is RunEvent.Notice { Text: var text } && text.Contains(key, StringComparison.Ordinal));
        Assert.DoesNotContain(Sql("SELECT data FROM events"), row => row.Contains("made-just-now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_secret_in_a_path_that_the_pipeline_names_is_not_recorded_when_the_file_is_missing()
    {
        var pipeline = WithArtifact("x", "out/${TOKEN}/rootfs.tar", token: "S3cr3tValueXYZ99");
        Assert.Equal(RunOutcome.Failed, await RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), pipeline));
        var error = (await LoadAsync()).LastFailure!.Failure.Error;
        Assert.Contains("rootfs.tar", error, StringComparison.Ordinal);
        Assert.DoesNotContain("S3cr3t", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    public async Task An_artifact_whose_path_tells_a_secret_is_refused_before_its_task_runs(string run)
    {
        Directory.CreateDirectory(Path.Combine(Folder, "S3cr3tValueXYZ99"));
        await File.WriteAllTextAsync(Path.Combine(Folder, "S3cr3tValueXYZ99", "rootfs.tar"), "", None);
        var host = new ScriptedHost(_ => ScriptedTask.Succeeds);
        Assert.Equal(RunOutcome.Failed, await RunAsync(host, WithArtifact(run, "${TOKEN}/rootfs.tar", token: "S3cr3tValueXYZ99")));
        Assert.Empty(host.Started);
        Assert.Contains("the value of TOKEN", (await LoadAsync()).LastFailure!.Failure.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Sql("SELECT data FROM events"), row => row.Contains("S3cr3t", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("")]
    public async Task A_secret_too_short_to_refuse_a_path_for_is_taken_out_of_the_error(string run)
    {
        Assert.Equal(RunOutcome.Failed, await RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), WithArtifact(run, "${TOKEN}/rootfs.tar", token: "q7")));
        Assert.Contains("/[redacted]/rootfs.tar does not exist", (await LoadAsync()).LastFailure!.Failure.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_only_the_pipelines_folder_is_named_like_refuses_no_artifact()
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "rootfs.tar"), "", None);
        var pipeline = WithArtifact("x", "rootfs.tar", token: Path.GetFileName(Folder));
        Assert.Equal(RunOutcome.Completed, await RunAsync(new ScriptedHost(_ => ScriptedTask.Succeeds), pipeline));
    }

    [Theory]
    [InlineData("mkfifo")]
    [InlineData("mkdir")]
    public async Task A_task_that_puts_something_else_in_place_of_its_output_file_fails_and_needs_people(string make)
    {
        var host = new ScriptedHost(spec =>
        {
            File.Delete(spec.Environment["PAWL_OUTPUT"]);
            using var made = System.Diagnostics.Process.Start(make, spec.Environment["PAWL_OUTPUT"]);
            made.WaitForExit();
            return ScriptedTask.Succeeds;
        });
        Assert.Equal(RunOutcome.Failed, await RunAsync(host, Pipeline(100)));
        Assert.Equal((FailureCategory.Persistent, "output"), ((await LoadAsync()).LastFailure!.Failure.Category, (await LoadAsync()).LastFailure!.Failure.Rule));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Folder, "logs", "web-1"), "*.out"));
    }

    private static RetryPolicy Hourly { get; } = new(RetryStrategy.Standard, 3, TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    private Pipeline WithArtifact(string run, string path, string token)
    {
        Assert.True(PathTemplate.TryParse(path, out var template, out _));
        var pipeline = Pipeline(100);
        return pipeline with
        {
            Path = Path.Combine(Folder, "pipeline.yaml"),
            Secrets = ["TOKEN"],
            Environment = BuildState.EmptyMetadata.Add("TOKEN", token),
            States = [pipeline.States[0] with { Run = run, Artifacts = [new ArtifactDeclaration("rootfs", template)] }],
        };
    }

    private static Pipeline Pipeline(params int[] codes) => Pipeline(Hourly, codes);

    private static Pipeline Pipeline(int one, int two, int three, string persistent) => Pipeline(Hourly, [one, two, three], persistent);

    private static Pipeline Pipeline(RetryPolicy retry, params int[] codes) => Pipeline(retry, codes, "");

    private static Pipeline Pipeline(RetryPolicy retry, int one, int two, string persistent) => Pipeline(retry, [one, two], persistent);

    private static Pipeline Pipeline(RetryPolicy retry, int[] codes, string persistent) => new()
    {
        Name = "test",
        Provider = Label.Parse("aws"),
        ImageType = Label.Parse("rhel8"),
        Path = "/nowhere/pipeline.yaml",
        Hash = "0",
        States = [.. codes.Select(code => new PipelineState
        {
            Code = StateCode.From(code), Name = $"n{code}", Run = "x", Retry = retry,
            Persistent = persistent.Length > 0 && FailureRule.TryParse(persistent, out var rule, out _) ? [rule] : ImmutableArray<FailureRule>.Empty,
        })],
    };

    private Task<RunOutcome> RunAsync(ITaskHost host, Pipeline pipeline, Worker? worker = null, CancellationToken stop = default)
    {
        var settings = new RunnerSettings
        {
            Environment = ImmutableDictionary<string, string>.Empty, LogFolder = Path.Combine(Folder, "logs"), Jitter = () => 0,
        };
        var log = new BuildLog(Store, _time, worker ?? new Worker("runner", new ProcessIdentity("here", 1, 1)));
        return new Runner(log, host, _time, settings).RunAsync(Id, pipeline, _screen, stop);
    }

    // In small steps: a timer may be set just after a step.
    private async Task<RunOutcome> WithTimePassingAsync(Task<RunOutcome> run)
    {
        for (; !run.IsCompleted; await Task.Delay(1, None))
            _time.Advance(TimeSpan.FromSeconds(1));
        return await run;
    }

    private async Task<BuildState> LoadAsync() => (await Store.LoadAsync(Id, None)).State;

    private sealed class RecordingScreen : IRunScreen
    {
        private readonly Channel<RunEvent> _events = Channel.CreateUnbounded<RunEvent>();
        private readonly List<RunEvent> _shown = [];

        public IReadOnlyList<RunEvent> Shown => _shown;

        public void Show(RunEvent happened)
        {
            _shown.Add(happened);
            _events.Writer.TryWrite(happened);
        }

        /// <summary>The next event of this kind; a run that ends without it fails the test, with its own error if it has one.</summary>
        public async Task<T> NextAsync<T>(Task run)
            where T : RunEvent
        {
            while (true)
            {
                if (_events.Reader.TryRead(out var happened))
                {
                    if (happened is T wanted)
                        return wanted;
                    continue;
                }

                var more = _events.Reader.WaitToReadAsync(None).AsTask();
                if (await Task.WhenAny(more, run) == run && !_events.Reader.TryPeek(out _))
                {
                    await run;
                    Assert.Fail($"the run ended without {typeof(T).Name}");
                }
            }
        }
    }
}
