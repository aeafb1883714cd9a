using Pawl.Builds;
using Pawl.Retrying;

namespace Pawl.Pipelines;

/// <summary>Reads a state's <c>retry</c>; what it leaves out is the strategy's default, and without a strategy the state's.</summary>
internal static class RetryReader
{
    private static readonly string[] Numbers = ["attempts", "initial", "max"];

    public static RetryPolicy Read(MapReader state, StateCode code, FaultCollector faults)
    {
        var usual = RetryPolicy.DefaultFor(code);
        if (!state.Has("retry"))
            return usual;
        var map = state.Map("retry", MapShape.Retry);
        var strategy = map.Value("strategy", usual.Strategy, ValueParsers.Strategy);
        var defaults = strategy == usual.Strategy ? usual : RetryPolicy.DefaultFor(strategy);
        var attempts = map.Number("attempts", defaults.Attempts, 1, RetryPolicy.MaxAttempts);
        var initial = map.Value<TimeSpan>("initial", defaults.Initial, Duration.TryParse);
        var max = map.Value<TimeSpan>("max", defaults.Max > initial ? defaults.Max : initial, Duration.TryParse);

        if (strategy == RetryStrategy.Manual)
            RefuseNumbers(map, faults);
        else if (strategy != RetryStrategy.Backoff && map.Has("max"))
            faults.Add(
                map.KeyAt("max"),
                $"`max` is the longest wait of `backoff`, but the strategy here is `{strategy.ToText()}`",
                "add `strategy: backoff`, or take `max` out");
        else if (max < initial)
            faults.Add(
                map.ValueAt("max"),
                $"`max` ({Duration.Format(max)}) is shorter than the first wait ({Duration.Format(initial)})",
                "write a longer `max`, or a shorter `initial`");
        return new(strategy, attempts, initial, strategy == RetryStrategy.Backoff ? max : initial);
    }

    private static void RefuseNumbers(MapReader map, FaultCollector faults)
    {
        foreach (var key in Numbers.Where(map.Has))
            faults.Add(
                map.KeyAt(key),
                $"`{key}` means nothing with `strategy: manual`, which never tries again by itself",
                $"take `{key}` out, or choose another strategy");
    }
}
