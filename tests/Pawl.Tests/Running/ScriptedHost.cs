using Pawl.Running;

namespace Pawl.Tests.Running;

/// <summary>Tasks without processes: a function of what would be started. Used where time and order matter; real processes have tests of their own.</summary>
internal sealed class ScriptedHost(Func<TaskSpec, ScriptedTask> script) : ITaskHost
{
    private readonly List<string> _started = [];
    private readonly List<string> _looked = [];

    /// <summary>State and attempt of each task that was started, in order: <c>5#1</c>.</summary>
    public IReadOnlyList<string> Started => _started;

    /// <summary>Processes of earlier attempts that can't be ended.</summary>
    public IReadOnlyList<int> Stubborn { get; init; } = [];

    /// <summary>The marks whose remains were ended.</summary>
    public IReadOnlyList<string> LookedFor => _looked;

    public ITaskProcess Start(TaskSpec spec)
    {
        _started.Add($"{spec.Environment["PAWL_STATE"]}#{spec.Environment["PAWL_ATTEMPT"]}");
        return new Process(script(spec));
    }

    public Task<IReadOnlyList<int>> EndRemainsAsync(string markStart, CancellationToken cancellationToken)
    {
        _looked.Add(markStart);
        return Task.FromResult(Stubborn);
    }

    private sealed class Process : ITaskProcess
    {
        private readonly TaskCompletionSource<TaskEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ScriptedTask _task;

        public Process(ScriptedTask task)
        {
            _task = task;
            if (task.End is { } end)
                _ended.SetResult(end);
        }

        public Task<TaskEnd> Ended => _ended.Task;

        public async IAsyncEnumerable<TaskLine> ReadLinesAsync(
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var line in _task.Lines)
                yield return new TaskLine(line, TaskLineEnd.Line);
            await _ended.Task.ConfigureAwait(false);
        }

        public void KeepAlive(TaskDeadline until)
        {
            if (until.HasPassed)
                _ended.TrySetResult(new TaskEnd.Lapsed());
        }

        public void Stop() => _ended.TrySetResult(new TaskEnd.Stopped());

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>What a scripted task prints and how it ends; one without an end runs until it is stopped.</summary>
internal sealed record ScriptedTask(TaskEnd? End, params string[] Lines)
{
    public static ScriptedTask Succeeds { get; } = new(new TaskEnd.Exited(0));

    public static ScriptedTask Lapses { get; } = new(new TaskEnd.Lapsed());

    public static ScriptedTask RunsOn { get; } = new((TaskEnd?)null);

    public static ScriptedTask Fails(int code, params string[] lines) => new(new TaskEnd.Exited(code), lines);
}
