using System.Globalization;
using Pawl.Builds;
using Pawl.Sealing;
using Pawl.Secrets;

namespace Pawl.Tracing;

/// <summary>From a build's history to its trace: the build is the root, each stay in a state a span of it, each attempt a span of that. Spans are
/// given out as they end; attributes have the names of OpenTelemetry's conventions for CI/CD
/// (https://opentelemetry.io/docs/specs/semconv/cicd/cicd-spans/) where there are any. Pure.</summary>
public sealed class BuildTrace
{
    private readonly OpenSpan _root = new();
    private OpenSpan _stay = new();
    private BuildEvent.Started? _started;
    private string _trace = "";

    /// <summary>The build as far as its events were added.</summary>
    public BuildState Build { get; private set; }

    /// <summary>A trace of a build with nothing in it yet.</summary>
    public BuildTrace(BuildId id) => Build = BuildState.None(id);

    /// <summary>Adds the next event.</summary>
    /// <returns>The spans that end with it.</returns>
    public IReadOnlyList<TraceSpan> Add(BuildEvent happened)
    {
        var before = Build;
        Build = History.Apply(before, happened);
        if (happened is BuildEvent.Created)
        {
            _trace = TraceIds.OfTrace(Build.Id, happened.Id);
            _root.Begin("build", happened);
            _stay.Begin("state", happened);
            return [];
        }

        var ended = new List<TraceSpan>();
        if (_started is { } started && Build.Attempt is null)
            ended.Add(Attempt(before, started, happened));
        _started = happened as BuildEvent.Started ?? (Build.Attempt is null ? null : _started);
        Note(happened);
        if (Leaves(before, happened))
        {
            ended.Add(Stay(before, happened));
            _stay = new OpenSpan();
            _stay.Begin("state", happened);
        }

        return ended;
    }

    /// <summary>The spans that haven't ended: the build, and the state that it is in once something happened there. They end with the last event;
    /// an attempt that still runs has no span yet.</summary>
    public IReadOnlyList<TraceSpan> Finish() => !Build.Exists ? [] : _stay.IsEmpty || Build.Status == BuildStatus.Completed ? [Root()] : [Stay(Build, happened: null), Root()];

    private static bool Leaves(BuildState before, BuildEvent happened) => happened switch
    {
        BuildEvent.Completed or BuildEvent.RolledBack or BuildEvent.Restored => true,
        BuildEvent.ForeignChangeAdopted e => e.Current != before.Current,
        _ => false,
    };

    private void Note(BuildEvent happened)
    {
        switch (happened)
        {
            case BuildEvent.Claimed e:
                _root.Add(happened, "pawl.lease.claimed", TraceAttribute.Of("cicd.worker.name", Clean(e.Holder.Name)));
                break;
            case BuildEvent.Released:
                _root.Add(happened, "pawl.lease.released");
                break;
            case BuildEvent.Started:
                _stay.Touch();
                break;
            case BuildEvent.Failed { Failure.RetryAt: { } due }:
                _stay.Add(happened, "pawl.retry.scheduled", TraceAttribute.Of("pawl.retry.at", UtcTime.Format(due)));
                break;
            case BuildEvent.Failed:
                _stay.Add(happened, "pawl.retry.given_up");
                break;
            case BuildEvent.ManuallyRetried e:
                _stay.Add(happened, "pawl.retry.by_hand", TraceAttribute.Of("pawl.reason", Clean(e.Reason)));
                break;
            case BuildEvent.RolledBack e:
                _root.Add(happened, "pawl.rolled_back", TraceAttribute.Of("pawl.reason", Clean(e.Reason)));
                break;
            case BuildEvent.Restored e:
                _root.Add(happened, "pawl.restored", TraceAttribute.Of("pawl.reason", Clean(e.Reason)));
                break;
            case BuildEvent.ForeignChangeAdopted:
                _root.Add(happened, "pawl.changed_by_another_program");
                break;
        }
    }

    private TraceSpan Attempt(BuildState before, BuildEvent.Started started, BuildEvent end)
    {
        var name = before.Plan.NameOf(started.State);
        var failure = (end as BuildEvent.Failed)?.Failure;
        var result = end switch
        {
            BuildEvent.Completed => "success",
            BuildEvent.Failed { Failure.Rule: "timeout" } => "timeout",
            BuildEvent.Failed => "failure",
            _ => "cancellation",
        };
        return new TraceSpan
        {
            TraceId = _trace,
            SpanId = TraceIds.OfSpan("attempt", started.Id),
            ParentId = _stay.Id,
            Name = $"{Clean(name)} attempt {started.Attempt.ToString(CultureInfo.InvariantCulture)}",
            Start = started.At,
            End = Later(started.At, end.At),
            Status = failure is not null ? SpanStatus.Error : end is BuildEvent.Completed ? SpanStatus.Ok : SpanStatus.Unset,
            StatusMessage = failure is null ? "" : Clean(failure.Error),
            Attributes =
            [
                TraceAttribute.Of("cicd.pipeline.task.name", Clean(name)),
                TraceAttribute.Of("cicd.pipeline.task.run.id", started.Id.ToString()),
                TraceAttribute.Of("cicd.pipeline.task.run.result", result),
                TraceAttribute.Of("cicd.worker.name", Clean(started.By)),
                TraceAttribute.Of("pawl.state", started.State.Value),
                TraceAttribute.Of("pawl.attempt", started.Attempt),
                .. failure is null ? [] : (ReadOnlySpan<TraceAttribute>)
                [
                    TraceAttribute.Of("error.type", Clean(failure.Rule)),
                    TraceAttribute.Of("pawl.failure.category", failure.Category.ToText()),
                ],
                .. end is BuildEvent.Interrupted interrupted ? (ReadOnlySpan<TraceAttribute>)[TraceAttribute.Of("pawl.reason", Clean(interrupted.Reason))] : [],
            ],
        };
    }

    private TraceSpan Stay(BuildState before, BuildEvent? happened)
    {
        var name = Clean(before.Plan.NameOf(before.Current));
        var isFailed = happened is null && before.Status == BuildStatus.Failed;
        return new TraceSpan
        {
            TraceId = _trace,
            SpanId = _stay.Id,
            ParentId = _root.Id,
            Name = $"{before.Current} {name}",
            Start = _stay.Start,
            End = Later(_stay.Start, happened?.At ?? before.LastUpdate),
            Status = isFailed ? SpanStatus.Error : happened is BuildEvent.Completed ? SpanStatus.Ok : SpanStatus.Unset,
            StatusMessage = isFailed ? Clean(before.LastFailure?.Failure.Error ?? "") : "",
            Attributes = [TraceAttribute.Of("cicd.pipeline.task.name", name), TraceAttribute.Of("pawl.state", before.Current.Value)],
            Moments = _stay.Moments,
        };
    }

    private TraceSpan Root()
    {
        var pipeline = Build.Pipeline.Exists ? Clean(Build.Pipeline.Name) : "";
        var failure = Build.Status == BuildStatus.Failed ? Build.LastFailure?.Failure : null;
        return new TraceSpan
        {
            TraceId = _trace,
            SpanId = _root.Id,
            ParentId = "",
            Name = pipeline.Length > 0 ? $"BUILD {pipeline}" : "BUILD",
            Kind = SpanKind.Server,
            Start = _root.Start,
            End = Later(_root.Start, Build.LastUpdate),
            Status = Build.Status switch
            {
                BuildStatus.Completed => SpanStatus.Ok,
                BuildStatus.Failed => SpanStatus.Error,
                _ => SpanStatus.Unset,
            },
            StatusMessage = failure is null ? "" : Clean(failure.Error),
            Attributes =
            [
                TraceAttribute.Of("cicd.pipeline.action.name", "BUILD"),
                .. pipeline.Length > 0 ? (ReadOnlySpan<TraceAttribute>)[TraceAttribute.Of("cicd.pipeline.name", pipeline)] : [],
                TraceAttribute.Of("cicd.pipeline.run.id", Build.Id.Value),
                .. Build.Status switch
                {
                    BuildStatus.Completed => [TraceAttribute.Of("cicd.pipeline.result", "success")],
                    BuildStatus.Failed => [TraceAttribute.Of("cicd.pipeline.result", "failure"), TraceAttribute.Of("error.type", Clean(failure?.Rule ?? "foreign"))],
                    _ => (ReadOnlySpan<TraceAttribute>)[TraceAttribute.Of("cicd.pipeline.run.state", "executing")],
                },
                TraceAttribute.Of("cloud.provider", Build.Provider.Value),
                TraceAttribute.Of("pawl.image_type", Build.ImageType.Value),
                TraceAttribute.Of("pawl.state", Build.Current.Value),
                TraceAttribute.Of("pawl.version", Build.Version.Value),
            ],
            Moments = _root.Moments,
        };
    }

    // The order is the history's: a clock that was set back makes no span that ends before it begins.
    private static DateTimeOffset Later(DateTimeOffset start, DateTimeOffset end) => end > start ? end : start;

    private static string Clean(string text) => Redactor.Standard.Redact(SealedText.Shown(text));
}
