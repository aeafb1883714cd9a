using CsCheck;
using Pawl.Builds;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Builds;

/// <summary>Any sequence of commands, right and wrong ones, on any plan.</summary>
public sealed class StateMachineProperties
{
    private static readonly BuildId Id = BuildId.Parse("b");
    private static readonly Worker Me = new("me@here");
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    private static readonly Gen<int[]> Plans = Gen.Int[0, 99].HashSet[0, 6].Select(codes => codes.Append(100).Order().ToArray());

    // Codes are drawn as an offset from the current state's place in the plan, so that right commands are as frequent as wrong ones.
    private static readonly Gen<(int Kind, int Offset)[]> Scripts = Gen.Select(Gen.Int[0, 9], Gen.Frequency((5, Gen.Const(0)), (1, Gen.Int[-3, 3]))).Array[0, 60];

    [Fact]
    public void The_state_machine_does_what_the_plain_model_does() => Gen.Select(Plans, Scripts).Sample((plan, script) =>
    {
        var (state, model) = (Created(plan), new PlainModel(plan));
        var rows = new List<(int, string)>();
        foreach (var step in script)
        {
            var command = CommandOf(step, plan, model);
            var change = TryDo(state, command);
            var accepted = model.Do(command);
            Assert.Equal(accepted, change is not null);
            state = change?.After ?? state;
            rows.AddRange(change?.Events.SelectMany(HistoryRows.Of).Select(row => ((int)row.State, row.Status)) ?? []);
            Assert.Equal((model.Current, model.Status, model.RetryCount), (state.Current.Value, state.Status.ToText(), state.RetryCount));
            Assert.Equal(model.AttemptIsOpen, state.Attempt is not null);
            Assert.Equal(model.Completed, state.Completed.Select(code => code.Value));
        }

        Assert.Equal(model.Rows, rows);
    });

    [Fact]
    public void Any_history_folds_to_the_same_state_however_it_is_cut() => Gen.Select(Plans, Scripts, Gen.Int[0, 100]).Sample((plan, script, cut) =>
    {
        var (events, end) = Play(plan, script);
        var first = History.Apply(BuildState.None(Id), events.Take(cut % (events.Count + 1)));
        var thenRest = History.Apply(first, events.Skip(cut % (events.Count + 1)));
        Same(end, thenRest);
        Same(end, History.Apply(BuildState.None(Id), events.Select(e => BuildJson.ReadEvent(BuildJson.Write(e)))));
    });

    [Fact]
    public void A_snapshot_is_read_back_as_it_was() => Gen.Select(Plans, Scripts).Sample((plan, script) =>
    {
        var (_, end) = Play(plan, script);
        Same(end, BuildJson.ReadSnapshot(BuildJson.WriteSnapshot(end), BuildJson.ReadMetadata(BuildJson.WriteMetadata(end.Metadata))));
    });

    [Fact]
    public void A_completion_counts_once_until_it_is_rolled_back() => Gen.Select(Plans, Scripts).Sample((plan, script) =>
    {
        var counted = new HashSet<StateCode>();
        foreach (var happened in Play(plan, script).Events)
        {
            if (happened is BuildEvent.RolledBack back)
                counted.RemoveWhere(code => code >= back.To);
            if (happened is BuildEvent.Completed done)
                Assert.True(counted.Add(done.State), $"state {done.State} completed twice");
        }
    });

    private static BuildState Created(int[] plan) => Change.To(BuildState.None(Id), new Occasion(Noon, Me)).Create(
        Label.Parse("aws"), Label.Parse("x"), new Plan([.. plan.Select(code => new PlannedState(StateCode.From(code), $"n{code}"))]), PipelineReference.None).After;

    private static (List<BuildEvent> Events, BuildState End) Play(int[] plan, (int, int)[] script)
    {
        var created = Change.To(BuildState.None(Id), new Occasion(Noon, Me)).Create(
            Label.Parse("aws"), Label.Parse("x"), Created(plan).Plan, PipelineReference.None);
        var (events, state, model) = (new List<BuildEvent>(created.Events), created.After, new PlainModel(plan));
        foreach (var step in script)
        {
            var command = CommandOf(step, plan, model);
            model.Do(command);
            if (TryDo(state, command) is not { } change)
                continue;
            events.AddRange(change.Events);
            state = change.After;
        }

        return (events, state);
    }

    private static Command CommandOf((int Kind, int Offset) step, int[] plan, PlainModel model)
    {
        var place = Math.Clamp(Array.IndexOf(plan, model.Current) + step.Offset, 0, plan.Length - 1);
        return step.Kind switch
        {
            0 or 1 => new Command.Start(plan[place]),
            2 or 3 or 4 => new Command.Succeed(plan[place]),
            5 or 6 => new Command.Fail(plan[place]),
            7 => new Command.Retry(),
            8 => new Command.RollBack(plan[Math.Max(0, place - 1)]),
            _ => new Command.Interrupt(),
        };
    }

    private static Change? TryDo(BuildState state, Command command)
    {
        var change = Change.To(state, new Occasion(Noon, Me));
        try
        {
            return command switch
            {
                Command.Start c => change.Start(StateCode.From(c.State)),
                Command.Succeed c => change.Succeed(StateCode.From(c.State)),
                Command.Fail c => change.Fail(StateCode.From(c.State), new Failure("x", FailureCategory.Transient, "test", null)),
                Command.Retry => change.RetryManually("because"),
                Command.RollBack c => change.RollBack(StateCode.From(c.State), "because"),
                Command.Interrupt when state.Status == BuildStatus.Completed => null,
                _ => change.InterruptOpenAttempt("stopped"),
            };
        }
        catch (TransitionRefusedException)
        {
            return null;
        }
    }

    private static void Same(BuildState expected, BuildState actual)
    {
        Assert.Equal(BuildJson.WriteSnapshot(expected), BuildJson.WriteSnapshot(actual));
        Assert.Equal(expected.Metadata.AsEnumerable(), actual.Metadata);
    }
}
