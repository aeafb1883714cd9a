using System.Globalization;
using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Secrets;

namespace Pawl.Running;

/// <summary>The environment of an attempt. Of several values for a name the later one holds: the process's own, the pipeline's, the build's
/// metadata, the state's, Pawl's.</summary>
public static class TaskEnvironment
{
    /// <summary>Puts it together.</summary>
    /// <param name="own">The environment of this process.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="state">Its state that is tried.</param>
    /// <param name="build">The build, with the attempt begun.</param>
    /// <param name="outputFile">Where the task may leave <c>key=value</c> lines.</param>
    public static IReadOnlyDictionary<string, string> Of(
        IReadOnlyDictionary<string, string> own, Pipeline pipeline, PipelineState state, BuildState build, string outputFile)
    {
        var environment = new Dictionary<string, string>(own.Where(pair => IsPassedOn(pair.Key, pipeline)), StringComparer.Ordinal);
        Add(environment, pipeline.Environment);
        Add(environment, build.Metadata.Where(MayBePassed));
        Add(environment, state.Environment);
        environment["BUILD_ID"] = build.Id.Value;
        environment["CLOUD_PROVIDER"] = build.Provider.Value;
        environment["IMAGE_TYPE"] = build.ImageType.Value;
        environment["PAWL_STATE"] = state.Code.ToString();
        environment["PAWL_ATTEMPT"] = build.Attempts.GetValueOrDefault(state.Code).ToString(CultureInfo.InvariantCulture);
        environment["PAWL_PIPELINE_DIR"] = pipeline.Folder;
        environment["PAWL_OUTPUT"] = outputFile;
        return environment;
    }

    /// <summary>A pipeline's secrets that an environment has.</summary>
    public static IEnumerable<NamedSecret> SecretsIn(IReadOnlyDictionary<string, string> environment, Pipeline pipeline) => pipeline.Secrets
        .Concat(pipeline.Passed.Where(EnvironmentName.HoldsKey))
        .Select(name => new NamedSecret(name, environment.GetValueOrDefault(name, "")))
        .Where(secret => secret.Value.Length > 0);

    /// <summary>Sensitive metadata of a build, which its tasks get like all metadata.</summary>
    public static IEnumerable<NamedSecret> SecretsIn(BuildState build) => build.SensitiveKeys
        .Select(key => new NamedSecret(key, build.Metadata.GetValueOrDefault(key, "")))
        .Where(secret => secret.Value.Length > 0);

    /// <summary>A pipeline's secrets wherever they have a value: in the environment of this process, the pipeline's and each state's. For
    /// what is not said within one attempt.</summary>
    /// <param name="own">The environment of this process.</param>
    /// <param name="pipeline">The pipeline.</param>
    public static IEnumerable<NamedSecret> SecretsAnywhere(IReadOnlyDictionary<string, string> own, Pipeline pipeline) =>
        ((IReadOnlyDictionary<string, string>[])[own, pipeline.Environment, .. pipeline.States.Select(state => state.Environment)])
        .SelectMany(environment => SecretsIn(environment, pipeline));

    /// <summary>Takes out what a pipeline marks as secret, as far as an environment has it, and what is sensitive of a build.</summary>
    public static Redactor RedactorOf(IReadOnlyDictionary<string, string> environment, Pipeline pipeline, BuildState build) =>
        Redactor.For(SecretsIn(environment, pipeline).Concat(SecretsIn(build)), pipeline.Secrets);

    // What was masked is of no use to a task, and must not stand where the real value would.
    private static bool MayBePassed(KeyValuePair<string, string> metadata) =>
        EnvironmentName.IsValid(metadata.Key) && !EnvironmentName.IsReserved(metadata.Key) && !metadata.Value.Contains(Redactor.Marker, StringComparison.Ordinal);

    // Whoever runs in a task could seal and unseal with a key of Pawl's, and sign in its name.
    private static bool IsPassedOn(string name, Pipeline pipeline) =>
        !pipeline.Hidden.Contains(name) && (!EnvironmentName.IsKey(name) || pipeline.Passed.Contains(name));

    private static void Add(Dictionary<string, string> environment, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
            environment[name] = value;
    }
}
