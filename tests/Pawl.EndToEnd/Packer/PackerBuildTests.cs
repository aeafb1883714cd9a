using System.Text.Json;

namespace Pawl.EndToEnd.Packer;

/// <summary><c>pawl packer build</c> as a script calls it: it begins the state and ends it.</summary>
public sealed class PackerBuildTests : PackerFixture
{
    private const string ManifestStep = """, "post-processors": [{"type": "manifest", "output": "m.json", "custom_data": {"suite": "bookworm"}}]""";

    [Fact]
    public async Task A_build_that_works_completes_the_state_and_what_it_made_is_recorded()
    {
        await InitAsync("web-42");
        Template("echo one, two; echo warned >&2");

        var done = await PackerAsync("0", "--", "image.json");

        Assert.Equal((0, ""), (done.Code, done.Error));
        Assert.Contains("Z [  0 Initialized]     prov: one, two\n", done.Out, StringComparison.Ordinal);
        Assert.Contains("Z [  0 Initialized] ==> prov: warned\n", done.Out, StringComparison.Ordinal);
        Assert.EndsWith("build web-42 is at state 5 (Kickstart initiated), running\n", done.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("artifact-count", done.Out, StringComparison.Ordinal);
        Assert.Equal(["started", "completed"], await HistoryAsync());
        var build = (await DoneAsync("status", "web-42", "--json")).Json;
        Assert.Equal(JsonValueKind.Null, build.GetProperty("lease").ValueKind);
        var artifact = Assert.Single(build.GetProperty("artifacts").EnumerateArray());
        Assert.Equal(("image", Path.Combine(Folder, "out/image.raw"), 0), (artifact.GetProperty("name").GetString(), artifact.GetProperty("path").GetString(), artifact.GetProperty("state").GetInt32()));
        Assert.StartsWith("intact", (await DoneAsync("artifact", "verify", "web-42")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_HCL_template_works_as_well_and_its_manifest_is_taken_in()
    {
        await InitAsync("web-42");
        Write(
            "image.pkr.hcl",
            """
            variable "suite" { default = "none" }
            source "file" "image" {
              content = "abc"
              target  = "out/image.raw"
            }
            build {
              sources = ["source.file.image"]
              provisioner "shell-local" { inline = ["echo for ${var.suite}", "echo ami_note=${var.suite} >> \"$PAWL_OUTPUT\""] }
              post-processor "manifest" {
                output      = "made/m.json"
                custom_data = { suite = var.suite }
              }
            }
            """);
        Directory.CreateDirectory(Path.Combine(Folder, "made"));

        var done = await PackerAsync("--manifest", "made/m.json", "--", "-var", "suite=bookworm", "image.pkr.hcl");

        Assert.True(done.Code == 0, done.Out + done.Error);
        Assert.Contains("    file.image: for bookworm\n", done.Out, StringComparison.Ordinal);
        Assert.Contains("image  0 ", (await DoneAsync("artifact", "list", "web-42")).Out, StringComparison.Ordinal);
        Assert.Equal("ami_note=bookworm\npacker.image.custom.suite=bookworm\n", (await DoneAsync("meta", "list", "web-42")).Out);
    }

    [Fact]
    public async Task A_failing_provisioner_s_text_stands_in_the_status_and_says_what_kind_of_failure_it_is()
    {
        await InitAsync("web-42");
        Template("echo E: Could not resolve host: deb.example.org >&2; exit 7");

        var failed = await PackerAsync("--", "image.json");

        Assert.Equal(5, failed.Code);
        Assert.Contains("==> prov: E: Could not resolve host", failed.Out, StringComparison.Ordinal);
        Assert.Contains("==> prov: E: Could not resolve host: deb.example.org", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
        var failure = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure");
        Assert.Equal("transient", failure.GetProperty("category").GetString());
        Assert.Contains("exit code 1\n", failure.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Contains("--> prov: Script exited with non-zero exit status: 7", failure.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal(5, (await PawlAsync("check", "web-42")).Code);

        Template("echo mended");
        Assert.Equal(0, (await PackerAsync("--", "image.json")).Code);
        Assert.Equal(["started", "failed", "started", "completed"], await HistoryAsync());
    }

    [Fact]
    public async Task A_secret_appears_nowhere_though_a_provisioner_prints_it()
    {
        await InitAsync("web-42");
        Variables["REPO_PASSWORD"] = "correct-horse-battery";
        Template("""echo "login with $REPO_PASSWORD"; echo "$REPO_PASSWORD, again" >&2; echo "note=$REPO_PASSWORD" >>"$PAWL_OUTPUT"; cat /proc/[0-9]*/cmdline >seen 2>/dev/null; exit 1""");

        var failed = await PackerAsync("--secret", "REPO_PASSWORD", "--", "image.json");

        Assert.Equal(5, failed.Code);
        Assert.Contains("login with [redacted]", failed.Out, StringComparison.Ordinal);
        Assert.DoesNotContain("horse", failed.Out + failed.Error, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories))
            Assert.DoesNotContain("horse", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.DoesNotContain("horse", await File.ReadAllTextAsync(Path.Combine(Folder, "seen"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        (await PackerAsync("--secret", "correct-horse-battery", "--", "image.json")).IsRefused(2, "--secret", "the name, never the value");
    }

    [Theory]
    [InlineData("broken.json", "{", "Failed to parse template")]
    [InlineData("broken.pkr.hcl", "source \"file\" \"x\" { nope }", "Error: Argument or block definition required")]
    [InlineData("unknown.json", """{"builders": [{"type": "no-such-builder"}]}""", "no-such-builder")]
    [InlineData("", "", "missing.json: no such file")]
    public async Task A_wrong_template_is_a_persistent_failure_that_says_where(string file, string content, string said)
    {
        await InitAsync("web-42");
        if (file.Length > 0)
            Write(file, content);

        var failed = await PackerAsync("--", file.Length > 0 ? file : "missing.json");

        Assert.Equal(5, failed.Code);
        var failure = (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure");
        Assert.Contains(said, failure.GetProperty("errorMessage").GetString(), StringComparison.Ordinal);
        Assert.Equal("persistent", failure.GetProperty("category").GetString());
    }

    [Fact]
    public async Task A_Packer_that_is_not_there_is_named()
    {
        await InitAsync("web-42");
        Template("echo never");

        var failed = await PackerAsync("--packer", "packer-9", "--", "image.json");

        Assert.Equal(5, failed.Code);
        Assert.Contains("the program packer-9 is in no folder of the task's PATH", (await DoneAsync("status", "web-42")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_manifest_that_this_run_did_not_write_does_not_pass_for_its_own()
    {
        await InitAsync("web-42");
        Template("echo one", ManifestStep);
        Assert.Equal(0, (await PackerAsync("--manifest", "m.json", "--", "image.json")).Code);

        Template("echo two");
        var stale = await PackerAsync("--manifest", "m.json", "--", "image.json");
        File.Delete(Path.Combine(Folder, "m.json"));
        var missing = await PackerAsync("--manifest", "m.json", "--", "image.json");

        Assert.Equal((5, 5), (stale.Code, missing.Code));
        Assert.Contains("wrote nothing into m.json", stale.Out, StringComparison.Ordinal);
        Assert.Contains("m.json does not exist", missing.Out, StringComparison.Ordinal);
        Assert.Equal((5, "failed"), await StandsAsync());
    }

    [Fact]
    public async Task A_file_that_a_later_step_of_the_template_moved_away_is_told_and_no_failure()
    {
        await InitAsync("web-42");
        Template("echo one", """, "post-processors": [{"type": "shell-local", "only": ["image"], "inline": ["mv out/image.raw elsewhere"]}]""");

        var done = await PackerAsync("--", "image.json");

        Assert.True(done.Code == 0, done.Out + done.Error);
        Assert.Contains("not recorded: ", done.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_pipeline_says_of_the_state_holds_for_Packer_too()
    {
        Write(
            "pipeline.yaml",
            """
            name: image
            provider: private
            image_type: debian12
            secrets: [TOKEN]
            states:
              - {code: 5, name: Kickstart, run: 'false', env: {FLAVOUR: small}, persistent: ['/licence/'], artifacts: [{name: log, path: log}], retry: {strategy: immediate, attempts: 4}}
              - {code: 100, name: Done}
            """);
        await DoneAsync("init", "web-42", "--pipeline", "pipeline.yaml");
        Variables["TOKEN"] = "correct-horse-battery";
        Template("""echo "$FLAVOUR with $TOKEN"; echo no licence; exit 1""");

        var failed = await PackerAsync("5", "--json", "--", "image.json");

        Assert.Equal(5, failed.Code);
        Assert.Contains("small with [redacted]", failed.Out, StringComparison.Ordinal);
        Assert.Equal("/licence/", (await DoneAsync("status", "web-42", "--json")).Json.GetProperty("lastFailure").GetProperty("rule").GetString());
        Assert.Contains("\"tries\":4", failed.Out, StringComparison.Ordinal);

        Template("echo made >log");
        Assert.Equal(0, (await PackerAsync("5", "--", "image.json")).Code);
        Assert.Equal(["image", "log"], (await DoneAsync("artifact", "list", "web-42", "--json")).Json.EnumerateArray().Select(artifact => artifact.GetProperty("name").GetString()!));
    }

    [Fact]
    public async Task Wrong_words_are_refused_before_anything_is_recorded()
    {
        await InitAsync("web-42");
        Template("echo never >ran");

        (await PackerAsync()).IsRefused(2, "needs -- and after it");
        (await PackerAsync("image.json")).IsRefused(2, "needs -- and after it");
        (await PackerAsync("image.json", "--", "image.json")).IsRefused(2, "'image.json' is not a state");
        (await PackerAsync("0", "5", "--", "image.json")).IsRefused(2, "no further argument `5` before --");
        (await PawlAsync("packer", "build", "--", "image.json")).IsRefused(2, "needs ID before --");
        (await PackerAsync("--packer", "", "--", "image.json")).IsRefused(2, "--packer is empty");
        (await PackerAsync("10", "--", "image.json")).IsRefused(4, "it is not the current state");
        (await PawlAsync("packer", "build", "none", "--", "image.json")).IsRefused(3, "no build none");
    }
}
