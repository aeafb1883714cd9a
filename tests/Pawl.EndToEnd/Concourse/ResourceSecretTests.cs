using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Pawl.EndToEnd.Concourse;

/// <summary>Credentials come by standard input alone, and go nowhere.</summary>
public sealed class ResourceSecretTests : ConcourseFixture
{
    private const string Secret = "tr0ub4dor-and-three";

    private static JsonObject With(string store) => new()
    {
        ["store"] = store,
        ["build"] = Build,
        ["patience"] = "5s",
        ["credentials"] = new JsonObject { ["PGPASSWORD"] = Secret, ["AWS_SECRET_ACCESS_KEY"] = Secret, ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE", ["AWS_REGION"] = "eu-west-1" },
    };

    [Fact]
    public async Task A_store_that_doesn_t_answer_is_tried_for_a_while_and_says_nothing_of_the_password_nor_do_ps_and_proc()
    {
        var request = new JsonObject { ["source"] = With("postgres://pawl@127.0.0.1:1/pawl"), ["params"] = Action("start") };
        using var process = Process.Start(StartOf(Path.Combine(Resource, "out"), [Inputs]))!;
        await process.StandardInput.WriteAsync(request.ToJsonString());
        process.StandardInput.Close();
        // It has read the request when it says that it tries again.
        var first = await process.StandardError.ReadLineAsync();
        var arguments = await File.ReadAllTextAsync($"/proc/{process.Id}/cmdline");
        var environment = await File.ReadAllTextAsync($"/proc/{process.Id}/environ");

        var rest = await process.StandardError.ReadToEndAsync();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Contains("trying again for 5 s", first, StringComparison.Ordinal);
        Assert.Equal((8, ""), (process.ExitCode, answer));
        Assert.DoesNotContain(Secret, first + rest + arguments + environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_message_that_would_repeat_a_credential_doesn_t()
    {
        foreach (var source in (JsonObject[])[With($"ftp://{Secret}"), With($"/nowhere/{Secret}"), With("s3://b?x=" + Secret)])
        {
            var answer = await CheckRawAsync(null, source);
            Assert.NotEqual(0, answer.Code);
            Assert.DoesNotContain(Secret, answer.Out + answer.Error, StringComparison.Ordinal);
        }

        var wrong = With($"dir://{Store}");
        wrong["credentials"]!.AsObject()[Secret] = new JsonArray(Secret);
        var refused = await CheckRawAsync(null, wrong);
        Assert.Equal(1, refused.Code);
        Assert.DoesNotContain($"\"{Secret}\"", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_recorded_has_neither_credentials_nor_the_task_s_secrets()
    {
        var source = With($"dir://{Store}");
        await BeginAsync();
        WriteInput("report/log", $"curl -u admin:{Secret} failed\nTOKEN is abc-task-token-9\n");
        var secrets = new JsonObject { ["API_TOKEN"] = "abc-task-token-9" };

        var failed = await PutAsync(Action("fail", ("error_file", "report/log"), ("secrets", secrets.DeepClone())), source);
        await PutAsync(Action("meta", ("metadata", new JsonObject { ["note"] = $"with {Secret}" }), ("secrets", secrets.DeepClone())), source);

        var everything = string.Concat(Directory.EnumerateFiles(Store, "*", SearchOption.AllDirectories).Concat(Directory.EnumerateFiles(failed.Got, "*", SearchOption.AllDirectories)).Select(File.ReadAllText));
        Assert.DoesNotContain(Secret, everything, StringComparison.Ordinal);
        Assert.DoesNotContain("abc-task-token-9", everything, StringComparison.Ordinal);
        Assert.Contains("[redacted]", everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_reach_the_store()
    {
        Assert.SkipWhen(Servers.MotoServer.Availability is not null, Servers.MotoServer.Availability ?? "");
        var endpoint = (await Servers.TestServers.MotoAsync()).Endpoint;
        var source = With($"s3://t{Guid.NewGuid():N}?endpoint={endpoint}");
        // Without them there is nobody to ask: the environment has none.
        var without = (JsonObject)source.DeepClone();
        without.Remove("credentials");
        Variables["AWS_EC2_METADATA_DISABLED"] = "true";
        Variables["AWS_ACCESS_KEY_ID"] = Variables["AWS_SECRET_ACCESS_KEY"] = "testing";
        Variables["AWS_REGION"] = "us-east-1";
        await DoneAsync("store", "create", (string)source["store"]!);
        Variables.Remove("AWS_ACCESS_KEY_ID");
        Variables.Remove("AWS_SECRET_ACCESS_KEY");

        Assert.NotEqual(0, (await CheckRawAsync(null, without)).Code);
        await PutAsync(Action("init", ("provider", "aws"), ("image_type", "t")), source);
        Assert.Single(await CheckAsync(null, source));
    }
}
