using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Packer;

/// <summary>What docs/packer.md shows works as it stands there.</summary>
public sealed class PackerPageTests : PackerFixture
{
    [Fact]
    public async Task The_commands_of_the_page_work_one_after_the_other()
    {
        Template("echo one", """, "post-processors": [{"type": "manifest"}]""");
        Write(
            "image.pkr.hcl",
            """
            variable "suite" { default = "none" }
            source "file" "base" {
              content = "for ${var.suite}"
              target  = "base.raw"
            }
            build {
              sources = ["source.file.base"]
              post-processor "manifest" {}
            }
            """);
        var commands = string.Concat(Block("sh").Matches(Page()).Select(match => match.Groups[1].Value));

        using var shell = Process.Start(StartOf("sh", ["-e", "-c", commands]))!;
        shell.StandardInput.Close();
        var output = Task.WhenAll(shell.StandardOutput.ReadToEndAsync(), shell.StandardError.ReadToEndAsync());
        await shell.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(shell.ExitCode == 0, string.Concat(await output));
        Assert.Equal((15, "running"), await StandsAsync());
        var artifacts = (await DoneAsync("artifact", "list", "web-42", "--json")).Json.EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!);
        Assert.Equal(["base", "file.base", "image"], artifacts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_state_of_the_page_is_one_that_a_pipeline_can_have()
    {
        var state = Assert.Single(Block("yaml").Matches(Page())).Groups[1].Value.Replace("\n", "\n  ", StringComparison.Ordinal);
        Write("pipeline.yaml", $"name: image\nprovider: aws\nimage_type: web\nstates:\n  {state}- {{code: 100, name: Done}}\n");

        await DoneAsync("validate", "pipeline.yaml");
    }

    private static string Page()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")))
            folder = folder.Parent!;
        return File.ReadAllText(Path.Combine(folder.FullName, "docs", "packer.md"));
    }

    private static Regex Block(string language) => new($"^```{language}\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline);
}
