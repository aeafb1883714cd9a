using Pawl.Builds;
using Pawl.Pipelines;
using Pawl.Running;
using Pawl.Secrets;

namespace Pawl.Cli.Verbs;

/// <summary>What must not be recorded of a build: what looks like a secret, and what its pipeline marks as one, as far as this machine knows it.</summary>
internal sealed class BuildSecrets
{
    private readonly NamedSecret[] _values;

    private BuildSecrets(NamedSecret[] values, Redactor redactor) => (_values, Redactor) = (values, redactor);

    /// <summary>Takes them out of text.</summary>
    public Redactor Redactor { get; }

    /// <summary>Those of a build: its sensitive metadata too.</summary>
    public static BuildSecrets Of(BuildState build) => Of(KnownPipeline.Of(build), build);

    /// <summary>Those of a build whose pipeline was read already.</summary>
    public static BuildSecrets Of(Pipeline? pipeline, BuildState build) => Of(pipeline, TaskEnvironment.SecretsIn(build));

    /// <summary>Those that a pipeline marks.</summary>
    public static BuildSecrets Of(Pipeline? pipeline) => Of(pipeline, []);

    private static BuildSecrets Of(Pipeline? pipeline, IEnumerable<NamedSecret> more)
    {
        NamedSecret[] values = [.. pipeline is null ? [] : TaskEnvironment.SecretsAnywhere(OwnEnvironment.Variables, pipeline), .. more];
        return new BuildSecrets(values, pipeline is null && values.Length == 0 ? Redactor.Standard : Redactor.For(values, pipeline?.Secrets ?? []));
    }

    /// <summary>For what is recorded as it is, because programs need it so.</summary>
    /// <param name="of">Whose it is, for the message: <c>build</c>.</param>
    /// <param name="what">What it is: <c>id</c>.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="UsageException">It holds a secret's value.</exception>
    public void RequireHarmless(string of, string what, string text)
    {
        if (_values.FirstOrDefault(secret => secret.StandsIn(text)) is { } told)
            throw new UsageException($"the {of} {what} holds the value of {told.Name}, which the pipeline marks as secret, and would be recorded; choose another {what}");
    }

    /// <summary>What may be recorded of a metadata value; people are told when that is not all of it.</summary>
    /// <exception cref="UsageException">Its key is a secret, or the name of one.</exception>
    public KeyValue Safe(KeyValue pair, Action<string> tell)
    {
        if (Redactor.IsSecretName(pair.Key))
            throw new UsageException($"the pipeline marks {pair.Key} as secret, so metadata of that name is not recorded; pass it on in the environment or by a secret store");
        if (Redactor.Redact(pair.Key) != pair.Key)
            throw new UsageException("a metadata key that looks like a secret is not recorded; name it by what it is");
        var value = Redactor.RedactValue(pair.Key, pair.Value);
        if (value != pair.Value)
            tell($"pawl: metadata {pair.Key} held a secret, which is not recorded; pass secrets on in the environment or by a secret store");
        return pair with { Value = value };
    }
}
