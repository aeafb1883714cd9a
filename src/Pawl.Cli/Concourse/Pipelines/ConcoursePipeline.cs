using Pawl.Pipelines;
using Pawl.Running;
using Pawl.Yaml;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>Writes a Concourse pipeline that does what a Pawl pipeline does: one job, a task a state. Run again, the job resumes at the right state:
/// docs/decisions/0014.</summary>
internal static class ConcoursePipeline
{
    private const string Patience = "10m";

    /// <summary>The whole text.</summary>
    /// <exception cref="UsageException">The pipeline can't be one of Concourse's.</exception>
    public static string Text(Pipeline pipeline, PipelineSettings settings)
    {
        var text = new StringWriter { NewLine = "\n" };
        YamlWriter.Write(Document(pipeline, settings), text);
        var yaml = text.ToString();
        if (TaskEnvironment.SecretsAnywhere(OwnEnvironment.Variables, pipeline).FirstOrDefault(secret => secret.StandsIn(yaml)) is { } told)
            throw new UsageException($"the value of {told.Name}, which the pipeline marks as secret, stands elsewhere in it too: in a `run`, an `env` or a path; take it from ${told.Name} there");
        return Head(pipeline, settings, yaml) + yaml;
    }

    private static YamlNode Document(Pipeline pipeline, PipelineSettings settings)
    {
        var name = Identifier.OfPipeline(pipeline.Name);
        return YamlNode.Map(
            ("resource_types", YamlNode.List(Image.ResourceType("pawl", settings.ResourceImage))),
            ("resources", YamlNode.List(Source(settings), Build(settings))),
            ("jobs", YamlNode.List(Job(name, pipeline, settings), RetryJob(name))));
    }

    private static YamlNode Source(PipelineSettings settings) => YamlNode.Map(
        ("name", YamlNode.Of("source")),
        ("type", YamlNode.Of("git")),
        ("source", YamlNode.Map(("uri", YamlNode.Of(settings.Repository)), ("branch", YamlNode.Of(settings.Branch)))));

    private static YamlNode Build(PipelineSettings settings) => YamlNode.Map(
        ("name", YamlNode.Of("build")),
        ("type", YamlNode.Of("pawl")),
        ("source", YamlNode.Map(
            ("store", YamlNode.Of(settings.Store)),
            ("credentials", Variable.MapOf(settings.Credentials)),
            ("build", YamlNode.Of(settings.Build)),
            ("holder", YamlNode.Of("job")),
            ("patience", YamlNode.Of(Patience)))));

    // Only states of this provider and image type: the pipeline file says which those are.
    private static YamlNode Job(string name, Pipeline pipeline, PipelineSettings settings)
    {
        var steps = new StateSteps(pipeline, settings);
        var states = pipeline.PlanFor().States.Select(planned => steps.Of(pipeline.Find(planned.Code)!));
        return YamlNode.Map(
            ("name", YamlNode.Of(name)),
            ("serial", YamlNode.True),
            ("plan", YamlNode.List([YamlNode.Map(("get", YamlNode.Of("source"))), steps.Init(), .. states])));
    }

    private static YamlNode RetryJob(string name) => YamlNode.Map(
        ("name", YamlNode.Of($"{name}-allow-retry")),
        ("plan", YamlNode.List(StateSteps.Put(("action", YamlNode.Of("retry")), ("reason", YamlNode.Of("allowed by hand in Concourse"))))));

    private static string Head(Pipeline pipeline, PipelineSettings settings, string yaml)
    {
        var variables = Variable.NamesIn(yaml).ToArray();
        var name = Identifier.OfPipeline(pipeline.Name);
        var instance = variables.Contains("build_id") ? " --instance-var build_id=ID" : "";
        var needed = variables.Length == 0 ? "" : $"""
            # Variables: {string.Join(", ", variables)}.

            """;
        return $"""
            # Written by `pawl concourse pipeline` from {settings.File} (SHA-256 {pipeline.Hash[..12]}); write it again when that changes.
            # fly -t TARGET set-pipeline -p {name} -c THIS-FILE{instance} ...
            {needed}# A failed or aborted run is run again: it goes on at the state that isn't done. Once a state's tries are used up, run
            # {name}-allow-retry first.

            """;
    }
}
