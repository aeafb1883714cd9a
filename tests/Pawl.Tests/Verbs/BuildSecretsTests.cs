using Pawl.Builds;
using Pawl.Cli;
using Pawl.Cli.Verbs;
using Pawl.Pipelines;
using Pawl.Secrets;
using Pawl.Tests.Sqlite;
using Pawl.Yaml;
using Xunit;

namespace Pawl.Tests.Verbs;

/// <summary>What a script may have recorded of a build whose pipeline has secrets.</summary>
public sealed class BuildSecretsTests : StoreFolder
{
    private const string Value = "pipelines-own-value";

    private readonly List<string> _told = [];

    [Theory]
    [InlineData("TOKEN_OF_MINE")]
    [InlineData("token_of_mine")]
    [InlineData("UNSET")]
    public void Metadata_with_the_name_of_a_secret_is_refused(string key) =>
        Assert.Contains(key, Assert.Throws<UsageException>(() => Set(new KeyValue(key, "anything"))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_secret_in_metadata_is_masked_and_people_are_told()
    {
        Assert.Equal("a [redacted] b", Set(new KeyValue("note", $"a {Value} b")).Metadata["note"]);
        Assert.Contains("note", Assert.Single(_told), StringComparison.Ordinal);
        Assert.DoesNotContain(Value, _told[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_metadata_value_that_only_looks_random_is_data_and_stays()
    {
        var random = SecretCorpusValue();
        Assert.NotEqual(random, Redactor.Standard.Redact(random));
        Assert.Equal(random, Set(new KeyValue("upload", random)).Metadata["upload"]);
        Assert.Empty(_told);
    }

    [Fact]
    public void A_key_that_is_a_secret_is_refused_and_not_repeated()
    {
        var message = Assert.Throws<UsageException>(() => Set(new KeyValue(Value, "x"))).Message;
        Assert.DoesNotContain(Value, message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_programs_need_as_it_is_may_not_hold_a_secret()
    {
        var secrets = BuildSecrets.Of(Build());
        secrets.RequireHarmless("resume", "token", "partition-3");
        var refused = Assert.Throws<UsageException>(() => secrets.RequireHarmless("resume", "token", $"at {Value}"));
        Assert.Contains("TOKEN_OF_MINE", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Value, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_masked_value_is_not_passed_to_later_tasks()
    {
        var build = To(Build()).SetMetadata("db_url", "https://me:[redacted]@db").SetMetadata("region", "eu").After;
        var pipeline = KnownPipeline.Of(build)!;
        var environment = Pawl.Running.TaskEnvironment.Of(new Dictionary<string, string>(), pipeline, pipeline.States[0], build, "");
        Assert.Equal("eu", environment["region"]);
        Assert.False(environment.ContainsKey("db_url"));
    }

    private BuildState Set(KeyValue pair) => KeyValue.SetAll([pair], To(Build()), _told.Add).After;

    private static string SecretCorpusValue() => Pawl.Tests.Secrets.SecretCorpus.Random(Pawl.Tests.Secrets.SecretCorpus.Alphanumeric, 40);

    private BuildState Build()
    {
        var path = Path.Combine(Folder, "pipeline.yaml");
        File.WriteAllText(path, $$"""
            name: test
            provider: aws
            image_type: rhel8
            secrets: [TOKEN_OF_MINE, UNSET]
            env: {TOKEN_OF_MINE: {{Value}}}
            states:
              - {code: 5, name: five, run: x}
              - {code: 100, run: x}
            """);
        var pipeline = Assert.IsType<PipelineReading.Valid>(PipelineFile.Load(path)).Pipeline;
        return To(BuildState.None(Id)).Create(pipeline.Provider, pipeline.ImageType, pipeline.PlanFor(), pipeline.Reference).After;
    }
}
