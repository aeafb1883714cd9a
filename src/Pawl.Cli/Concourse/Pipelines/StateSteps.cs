using Pawl.Pipelines;
using Pawl.Yaml;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>The steps of a state: a put that begins an attempt, the task, and puts that record how it ended.</summary>
internal sealed class StateSteps(Pipeline pipeline, PipelineSettings settings)
{
    // A task without a limit: its job goes on by itself whenever it is run again, others wait so long at most.
    private static readonly TimeSpan LongLease = TimeSpan.FromDays(1);
    private static readonly TimeSpan Spare = TimeSpan.FromHours(1);

    private string PipelineFile => $"source/{settings.File}";

    private YamlNode? Secrets => Variable.MapOf(pipeline.Secrets);

    /// <summary>The folder in which a state's task reports.</summary>
    public static string ReportOf(PipelineState state) => $"report-{state.Code}";

    /// <summary>The step that begins the build, or goes on with it.</summary>
    public YamlNode Init() => Put(("action", YamlNode.Of("init")), ("pipeline", YamlNode.Of(PipelineFile)));

    /// <summary>The step of a state.</summary>
    public YamlNode Of(PipelineState state)
    {
        var code = YamlNode.Of(state.Code.Value);
        if (state.IsMilestone && state.Needs.IsEmpty && state.Artifacts.IsEmpty)
            return Put(("action", YamlNode.Of("succeed")), ("state", code));
        return YamlNode.Map(
            ("do", YamlNode.List(Start(state), Task(state))),
            ("attempts", state.Retry.Attempts > 1 ? YamlNode.Of(state.Retry.Attempts) : null));
    }

    /// <summary>A put of the build.</summary>
    public static YamlNode Put(params (string, YamlNode?)[] parameters) =>
        YamlNode.Map(("put", YamlNode.Of("build")), ("inputs", YamlNode.Of("detect")), ("params", YamlNode.Map(parameters)));

    private YamlNode Start(PipelineState state)
    {
        var lease = state.Timeout > TimeSpan.Zero ? state.Timeout + Spare : LongLease;
        return Put(
            ("action", YamlNode.Of("start")),
            ("state", YamlNode.Of(state.Code.Value)),
            ("pipeline", YamlNode.Of(PipelineFile)),
            ("lease", YamlNode.Of(Duration.Format(lease))),
            ("wait", YamlNode.True));
    }

    private YamlNode Task(PipelineState state)
    {
        var code = ("state", (YamlNode?)YamlNode.Of(state.Code.Value));
        var report = ReportOf(state);
        return YamlNode.Map(
            ("task", YamlNode.Of(Identifier.Of($"state-{state.Code}", state.Name))),
            ("privileged", settings.Rights == TaskRights.Privileged ? YamlNode.True : null),
            ("timeout", state.Timeout > TimeSpan.Zero ? YamlNode.Of(GoDuration(state.Timeout)) : null),
            ("config", Config(state)),
            ("on_success", Put(
                ("action", YamlNode.Of("succeed")), code,
                ("attempt_file", YamlNode.Of($"{report}/attempt")),
                ("metadata_file", YamlNode.Of($"{report}/output")),
                ("artifacts_file", state.Artifacts.IsEmpty ? null : YamlNode.Of($"{report}/artifacts")),
                ("secrets", Secrets))),
            ("on_failure", Put(
                ("action", YamlNode.Of("fail")), code,
                ("error_file", YamlNode.Of($"{report}/log")),
                ("exit_file", YamlNode.Of($"{report}/exit")),
                ("timeout", state.Timeout > TimeSpan.Zero ? YamlNode.Of(Duration.Format(state.Timeout)) : null),
                ("pipeline", YamlNode.Of(PipelineFile)),
                ("secrets", Secrets))),
            ("on_error", Put(
                ("action", YamlNode.Of("fail")), code,
                ("error", YamlNode.Of("Concourse could not run the task to its end; the page of this run says why")),
                ("category", YamlNode.Of("transient")),
                ("pipeline", YamlNode.Of(PipelineFile)))),
            ("on_abort", Put(("action", YamlNode.Of("interrupt")), code)));
    }

    private YamlNode Config(PipelineState state) => YamlNode.Map(
        ("platform", YamlNode.Of("linux")),
        ("image_resource", Image.Resource(settings.TaskImage)),
        ("inputs", YamlNode.List(
            YamlNode.Map(("name", YamlNode.Of("source"))),
            YamlNode.Map(("name", YamlNode.Of("build"))),
            YamlNode.Map(("name", YamlNode.Of("work")), ("optional", YamlNode.True)))),
        ("outputs", YamlNode.List(
            YamlNode.Map(("name", YamlNode.Of("work"))),
            YamlNode.Map(("name", YamlNode.Of(ReportOf(state)))))),
        ("params", Params(state)),
        ("run", YamlNode.Map(
            ("path", YamlNode.Of("/bin/sh")),
            ("args", YamlNode.List(YamlNode.Of("-c"), YamlNode.Of(TaskScript.Of(pipeline, state, settings.File)))))));

    // What the pipeline marks as secret is a variable of Concourse's, wherever the pipeline file has its value from.
    private YamlNode? Params(PipelineState state)
    {
        var plain = pipeline.Environment
            .Where(pair => !pipeline.Secrets.Contains(pair.Key) && !state.Environment.ContainsKey(pair.Key))
            .Select(pair => (pair.Key, (YamlNode?)YamlNode.Of(Variable.Literal(pair.Value, $"env.{pair.Key}"))));
        var all = plain.Concat(pipeline.Secrets.Select(name => (name, (YamlNode?)YamlNode.Of(Variable.Of(name))))).ToArray();
        return all.Length == 0 ? null : YamlNode.Map(all);
    }

    // Go's durations know no days.
    private static string GoDuration(TimeSpan time) =>
        time < TimeSpan.FromDays(1)
            ? Duration.Format(time)
            : $"{(int)time.TotalHours}h{Duration.Format(time - TimeSpan.FromHours((int)time.TotalHours))}";
}
