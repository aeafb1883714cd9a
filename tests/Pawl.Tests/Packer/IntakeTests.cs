using Pawl.Packer;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Packer;

public sealed class IntakeTests
{
    [Fact]
    public async Task Builders_and_data_whose_names_become_the_same_keep_their_own()
    {
        var intake = await TakeInAsync(Image("a b", "ami-1", ("k 1", "x"), ("k-1", "y")), Image("a-b", "ami-2"));
        Assert.Equal(
            ["packer.a-b-2.artifact_id=us-east-1:ami-2", "packer.a-b-2.us-east-1=ami-2", "packer.a-b.artifact_id=us-east-1:ami-1", "packer.a-b.custom.k-1-2=y", "packer.a-b.custom.k-1=x", "packer.a-b.us-east-1=ami-1"],
            intake.Metadata.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_builder_that_ran_again_is_the_same_one()
    {
        var intake = await TakeInAsync(Image("web", "ami-1"), Image("web", "ami-2"));
        Assert.Equal(["packer.web.artifact_id=us-east-1:ami-2", "packer.web.us-east-1=ami-2"], intake.Metadata.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
    }

    private static Task<PackerIntake> TakeInAsync(params PackerArtifact[] artifacts) =>
        PackerIntake.MeasureAsync(artifacts, "/", Redactor.Standard, fault => throw fault, TestContext.Current.CancellationToken);

    private static PackerArtifact Image(string build, string image, params (string Key, string Value)[] data) =>
        new(build, "amazon-ebs", $"us-east-1:{image}", [], [.. data.Select(pair => KeyValuePair.Create(pair.Key, pair.Value))]);
}
