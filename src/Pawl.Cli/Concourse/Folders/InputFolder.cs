using System.Globalization;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Stores;

namespace Pawl.Cli.Concourse.Folders;

/// <summary>What <c>in</c> leaves in its folder: the build's JSON, and a small file for each thing that a task asks.</summary>
/// <param name="folder">The folder that Concourse gave.</param>
/// <param name="build">The build as it was.</param>
internal sealed class InputFolder(string folder, BuildState build)
{
    private const int MaxFileName = 255;

    /// <summary>Writes it.</summary>
    /// <param name="reader">The store that it is in.</param>
    /// <param name="standing">What <c>pawl check</c> said of it.</param>
    /// <param name="tell">Told what people should know.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    /// <exception cref="IOException">The folder can't be written.</exception>
    public async ValueTask WriteAsync(IBuildReader reader, string standing, Action<string> tell, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await WriteJsonAsync(reader, cancellationToken).ConfigureAwait(false);
        Write("build_id", build.Id.Value);
        Write("current_state", build.Current.ToString());
        Write("state_name", build.Plan.NameOf(build.Current));
        Write("status", build.Status.ToText());
        Write("version", build.Version.ToString());
        Write("provider", build.Provider.Value);
        Write("image_type", build.ImageType.Value);
        Write("env", MetadataEnvironment.Text(build));
        WriteFolder("metadata", ShownMetadata.WithoutSensitive(build), tell);
        WriteFolder("completed", build.Completed.Select(code => KeyValuePair.Create(code.ToString(), build.Plan.NameOf(code))), tell);
        WriteFolder("artifacts", build.Artifacts.Values.Select(a => KeyValuePair.Create(a.Name, $"{a.Sha256}  {a.Path}\n")), tell);
        if (build.Attempt is { } attempt)
            Write("attempt", attempt.Number.ToString(CultureInfo.InvariantCulture));
        if (build.LastFailure is { } last)
            Write("error", last.Failure.Error);
        if (standing is "failed" or "abandoned")
            Write("resume-metadata", $"RESUME_STATE={build.Current}\n");
    }

    private async ValueTask WriteJsonAsync(IBuildReader reader, CancellationToken cancellationToken)
    {
        var json = BuildDocument.Of(build) with { StateHistory = reader.ReadRowsAsync(build, cancellationToken) };
        await using var file = File.Create(Path.Combine(folder, "state.json"));
        await System.Text.Json.JsonSerializer.SerializeAsync(file, json, PawlJson.Readable.BuildDocument, cancellationToken).ConfigureAwait(false);
        file.WriteByte((byte)'\n');
    }

    private void WriteFolder(string name, IEnumerable<KeyValuePair<string, string>> files, Action<string> tell)
    {
        Directory.CreateDirectory(Path.Combine(folder, name));
        foreach (var (key, value) in files)
        {
            if (FileName(key) is { } file)
                Write(Path.Combine(name, file), value);
            else
                tell($"{name}/{key} has too long a name for a file; it is in state.json");
        }
    }

    // Whoever set a key chose it: it must not lead out of the folder.
    private static string? FileName(string key)
    {
        var name = key.Replace("%", "%25", StringComparison.Ordinal).Replace("/", "%2F", StringComparison.Ordinal);
        name = name is "." or ".." ? name.Replace(".", "%2E", StringComparison.Ordinal) : name;
        return System.Text.Encoding.UTF8.GetByteCount(name) <= MaxFileName ? name : null;
    }

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(folder, file), text);
}
