using System.Globalization;
using Pawl.Builds;
using Pawl.Pipelines;

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
        var environment = new Dictionary<string, string>(own, StringComparer.Ordinal);
        Add(environment, pipeline.Environment);
        Add(environment, build.Metadata.Where(pair => EnvironmentName.IsValid(pair.Key) && !EnvironmentName.IsReserved(pair.Key)));
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

    /// <summary>The values in an environment that must appear nowhere.</summary>
    public static IEnumerable<string> SecretValues(Pipeline pipeline, IReadOnlyDictionary<string, string> environment) =>
        pipeline.Secrets.Select(name => environment.GetValueOrDefault(name, "")).Where(value => value.Length > 0);

    private static void Add(Dictionary<string, string> environment, IEnumerable<KeyValuePair<string, string>> more)
    {
        foreach (var (name, value) in more)
            environment[name] = value;
    }
}
