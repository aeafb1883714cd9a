namespace Pawl.Tests.Builds;

/// <summary>The state machine once more, as plainly as can be: numbers, a set and a list, written from the design's sentences and not from
/// the code that it is compared with.</summary>
internal sealed class PlainModel(int[] plan)
{
    public int Current { get; private set; } = plan[0];

    public string Status { get; private set; } = "running";

    public int RetryCount { get; private set; }

    public bool AttemptIsOpen { get; private set; }

    public SortedSet<int> Completed { get; } = [];

    public List<(int State, string Status)> Rows { get; } = [];

    /// <summary>Does what a command asks; false when the design refuses it.</summary>
    public bool Do(Command command) => Status != "completed" && command switch
    {
        Command.Start c => c.State == Current && Start(),
        Command.Succeed c => c.State == Current && Succeed(),
        Command.Fail c => c.State == Current && Fail(),
        Command.Retry => Status == "failed" && Retry(),
        Command.RollBack c => c.State < Current && Completed.Contains(c.State) && RollBack(c.State),
        Command.Interrupt => Interrupt(),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };

    private bool Start()
    {
        Interrupt();
        AttemptIsOpen = true;
        Status = "running";
        return Row(Current, "started");
    }

    private bool Succeed()
    {
        Row(Current, "completed");
        Completed.Add(Current);
        AttemptIsOpen = false;
        RetryCount = 0;
        Status = Current == 100 ? "completed" : "running";
        Current = Current == 100 ? 100 : plan.First(code => code > Current);
        return true;
    }

    private bool Fail()
    {
        AttemptIsOpen = false;
        RetryCount++;
        Status = "failed";
        return Row(Current, "failed");
    }

    private bool Retry()
    {
        RetryCount = 0;
        Status = "running";
        return Row(Current, "manual_retry");
    }

    private bool RollBack(int to)
    {
        Interrupt();
        Completed.RemoveWhere(code => code >= to);
        Current = to;
        RetryCount = 0;
        Status = "running";
        return Row(to, "rolled_back");
    }

    private bool Interrupt()
    {
        if (AttemptIsOpen)
            Row(Current, "interrupted");
        AttemptIsOpen = false;
        return true;
    }

    private bool Row(int state, string status)
    {
        Rows.Add((state, status));
        return true;
    }
}

/// <summary>Something that is asked of a build.</summary>
internal abstract record Command
{
    public sealed record Start(int State) : Command;

    public sealed record Succeed(int State) : Command;

    public sealed record Fail(int State) : Command;

    public sealed record Retry : Command;

    public sealed record RollBack(int State) : Command;

    public sealed record Interrupt : Command;
}
