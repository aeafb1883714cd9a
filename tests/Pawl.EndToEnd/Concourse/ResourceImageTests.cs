using System.Text.Json.Nodes;
using Pawl.EndToEnd.Verbs;
using Pawl.Servers.Processes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>The root file system of the resource image holds all that the published program needs.</summary>
public sealed class ResourceImageTests : CommandFixture
{
    [Fact]
    public async Task The_scripts_answer_in_the_image_s_root_file_system()
    {
        Assert.SkipWhen(File.Exists(Path.ChangeExtension(Processes.Programs.Pawl, ".dll")), "this pawl is no single file: the image is made of the published one");
        Assert.SkipUnless(Environment.UserName == "root", "chroot needs root");
        Assert.SkipUnless((await RunAsync("/usr/bin/unshare", ["--mount", "/bin/true"], input: "")).Code == 0, "no namespace of mounts may be made here");
        var root = Path.Combine(Folder, "root");
        var built = await RunAsync(Path.Combine(Checkout.Root, "integrations/concourse/build-rootfs.sh"), [root, Processes.Programs.Pawl], input: "");
        Assert.True(built.Code == 0, built.Error);
        // What a container's runtime brings.
        Directory.CreateDirectory(Path.Combine(root, "dev"));
        Directory.CreateDirectory(Path.Combine(root, "proc"));
        Directory.CreateDirectory(Path.Combine(root, "builds"));
        Assert.Equal(0, (await RunAsync("/bin/cp", ["-a", "/dev/null", "/dev/urandom", Path.Combine(root, "dev")], input: "")).Code);
        var source = new JsonObject { ["store"] = "dir:///builds", ["build"] = "web-42" };
        var begin = new JsonObject { ["source"] = source.DeepClone(), ["params"] = new JsonObject { ["action"] = "init", ["provider"] = "aws", ["image_type"] = "t" } };

        var put = await InsideAsync("out", begin, "/tmp");
        Assert.True(put.Code == 0, put.Error);
        var version = JsonNode.Parse(put.Out)!["version"]!;
        var got = await InsideAsync("in", new JsonObject { ["source"] = source.DeepClone(), ["version"] = version.DeepClone() }, "/tmp/get");
        Assert.True(got.Code == 0, got.Error);
        var found = await InsideAsync("check", new JsonObject { ["source"] = source.DeepClone() });

        Assert.Equal(version.ToJsonString(), JsonNode.Parse(found.Out)![0]!.ToJsonString());
        Assert.Equal("0", await File.ReadAllTextAsync(Path.Combine(root, "tmp/get/current_state")));
        // OpenSSL is there: without it, this ends in an error of Pawl's own (1).
        source["store"] = "s3://bucket?endpoint=https://127.0.0.1:1";
        source["credentials"] = new JsonObject { ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE", ["AWS_SECRET_ACCESS_KEY"] = "secret-example", ["AWS_REGION"] = "eu-west-1" };
        Assert.Equal(8, (await InsideAsync("check", new JsonObject { ["source"] = source.DeepClone() })).Code);

        // chroot starts the script by the name that Concourse does. /proc is mounted in a namespace of its own, which ends with it.
        Task<Answer> InsideAsync(string script, JsonObject request, params string[] arguments) => RunAsync(
            "/usr/bin/unshare",
            ["--mount", "/bin/sh", "-c", "mount -t proc proc \"$0/proc\" && exec /usr/sbin/chroot \"$0\" \"$@\"", root, $"/opt/resource/{script}", .. arguments],
            request.ToJsonString());
    }
}
