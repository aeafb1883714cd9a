using System.Globalization;
using System.Text;
using Pawl.Builds;

namespace Pawl.Pipelines;

/// <summary>A pipeline file to begin with: the 21 standard states, each a milestone until it gets something to run.</summary>
public static class PipelineTemplate
{
    /// <summary>The text of a valid file.</summary>
    /// <param name="name">The pipeline's name, see <see cref="Pipeline.NameRule"/>.</param>
    /// <param name="provider">The cloud provider.</param>
    /// <param name="imageType">The image type.</param>
    public static string Text(string name, Label provider, Label imageType)
    {
        if (!Pipeline.IsName(name))
            throw new ArgumentException($"not a pipeline's name: it must be {Pipeline.NameRule}", nameof(name));
        var text = new StringBuilder(Head(Scalar(name), Scalar(provider.Value), Scalar(imageType.Value)));
        text.Append("\nstates:\n");
        foreach (var state in StandardStates.Plan.States)
            text.Append(CultureInfo.InvariantCulture, $"  - code: {state.Code}\n    name: {state.Name}\n    # run: ./{state.Code}.sh\n\n");
        return text.ToString().TrimEnd('\n') + '\n';
    }

    private static string Head(string name, string provider, string imageType) =>
        $$"""
        # yaml-language-server: $schema=pipeline.schema.json
        # With that line editors complete and check this file, once the schema stands beside it: pawl schema > pipeline.schema.json
        # Check it with: pawl validate FILE      Run it with: pawl run FILE
        name: {{name}}
        provider: {{provider}}               # aws, azure, gcp, private, or a name of yours
        image_type: {{imageType}}
        # env: {MIRROR: deb.example.org}     # for all states
        # secrets: [REPO_PASSWORD]           # variables whose values must appear nowhere
        # hide: [AWS_SECRET_ACCESS_KEY]      # variables of the worker that no task gets
        # pass: [PAWL_KEY_FILE]              # Pawl's own keys, which tasks get only when they are named here
        # shell: bash                        # sh, unless you say so

        # States run in the order of their codes, 0 to 100; put others between them as you like (42). One without `run` is a
        # milestone that passes at once. What a state can have, besides its code and name:
        #   run: ./kickstart.sh              a command, or after `|` a script of several lines
        #   dir: scripts                     where it runs; this file's folder, unless you say so
        #   env: {DEBUG: "1"}
        #   timeout: 45m                     none, unless you say so; kill_after: 10s from SIGTERM to SIGKILL
        #   retry: {strategy: backoff, attempts: 3, initial: 5m, max: 30m}     or immediate, notify, standard, manual
        #   transient: ["exit 75", "/Could not resolve host/"]                 failures that trying again can mend
        #   persistent: ["exit 2"]                                             failures that it can't
        #   artifacts: [{name: rootfs, path: "out/${BUILD_ID}/rootfs.tar"}]    files that it makes
        #   needs: [rootfs]                                                    artifacts of earlier states
        #   when: {provider: [aws]}                                            only in builds for these

        """;

    /// <summary>Quotes what YAML would take for a number, a truth value or nothing.</summary>
    private static string Scalar(string text) =>
        char.IsAsciiLetter(text[0]) && text.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL") ? text : $"\"{text}\"";
}
