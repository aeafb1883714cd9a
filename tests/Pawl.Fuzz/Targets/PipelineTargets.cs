using Pawl.Pipelines;
using Pawl.Retrying;
using Pawl.Running;
using Pawl.Yaml;

namespace Pawl.Fuzz.Targets;

/// <summary>Pipeline files, and what tasks of theirs leave.</summary>
internal static class PipelineTargets
{
    private static readonly string[] YamlWords =
    [
        .. """
            name: provider: image_type: env: secrets: states: code: run: timeout: retry: strategy: attempts: initial: max: transient: persistent:
            artifacts:
            path: when: shell: needs: version: defaults: backoff immediate notify standard manual aws 100 5 42 30m 1h30m
            - ? : | > & * ! % @ ` " ' # [ ] { } , << <<: &a *a !!str !!binary --- ... %YAML null ~ true .inf 0x1f "\x00" "\ud800"
            """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        "\n  - ", "\n    ", "\n", ": ", "\t", "\r\n", "\uFEFF", "\e[31m", "|2-\n", "${BUILD_ID}",
    ];

    private static readonly string[] RuleWords = ["exit ", "signal ", "timeout", "/", "(?i)", ".*", "(a+)+", "[^x]", "{1000}", "\\b", "KILL", "|"];

    /// <summary>A file of YAML. It is right, or its faults stand in it and can be shown.</summary>
    public static Target Pipeline { get; } = new("pipeline", YamlWords, input =>
    {
        if (PipelineFile.Read(input, "pipeline.yaml") is not PipelineReading.Faulty { Faults: var faults })
            return;
        if (faults.IsEmpty)
            throw new BrokenPromiseException("a file is faulty without a fault");
        foreach (var fault in faults)
        {
            if (fault.ToString().Any(char.IsControl))
                throw new BrokenPromiseException($"a fault has a control character in it: {fault}");
            if (fault.At != SourcePosition.WholeFile && (fault.At.Line < 1 || fault.At.Column < 1))
                throw new BrokenPromiseException($"a fault stands nowhere: {fault}");
        }
    });

    /// <summary>A line with a rule, and lines of output: no rule may hold a build up.</summary>
    public static Target Rule { get; } = new("failure-rule", RuleWords, input =>
    {
        var lines = Promise.Text(input).Split('\n');
        if (FailureRule.TryParse(lines[0], out var rule, out _))
            rule.Matches(new TaskEnd.Exited(1), lines[1..]);
    });

    /// <summary>The file that a task leaves its values in.</summary>
    public static Target Output { get; } = new("output-file", ["=", "<<", "<<EOF\n", "EOF\n", "\nEOF\n", "#", "\r\n", "\0", "key"], input =>
    {
        var read = OutputFile.Read(input);
        if (read.Values.Any(value => !OutputFile.IsKey(value.Key) || value.Value.Contains('\0', StringComparison.Ordinal)))
            throw new BrokenPromiseException("a value is none that a variable can hold");
        if (read.Faults.Any(fault => fault.Message.Any(char.IsControl)))
            throw new BrokenPromiseException("a fault has a control character in it");
    });
}
