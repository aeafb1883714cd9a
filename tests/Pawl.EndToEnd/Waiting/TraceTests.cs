using System.Text.Json;

namespace Pawl.EndToEnd.Waiting;

/// <summary>Builds as OpenTelemetry traces.</summary>
public sealed class TraceTests : WaitFixture
{
    private const string FailingOnce = """
        name: tiny
        provider: aws
        image_type: rhel8-webserver
        secrets: [REPO_PASSWORD]
        states:
          - {code: 0, name: Begin, run: "true"}
          - {code: 50, name: Middle, run: "[ $PAWL_ATTEMPT -gt 1 ] || { echo could not reach the mirror; exit 75; }", retry: {strategy: backoff, attempts: 3, initial: 10ms, max: 10ms}, transient: [exit 75]}
          - {code: 100, name: End, run: "true"}
        """;

    [Fact]
    public async Task A_run_leaves_its_trace_at_the_collector_that_the_environment_names()
    {
        await using var collector = Collector.Start();
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint;
        Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=horse%20battery,other=1";
        Variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "30000";
        Variables["OTEL_RESOURCE_ATTRIBUTES"] = "deployment.environment.name=test,service.name=other";
        Variables["OTEL_SERVICE_NAME"] = "images";
        Variables["TRACEPARENT"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await RunAsync(0);

        var request = Assert.Single(collector.Requests);
        Assert.Equal(("POST /v1/traces", "application/json", "horse battery"), (request.Line, request.ContentType, request.Key));
        OtlpCheck.Check(request.Body);
        var resource = request.Body.GetProperty("resourceSpans")[0].GetProperty("resource");
        Assert.Equal(("images", "test"), (OtlpCheck.Attribute(resource, "service.name"), OtlpCheck.Attribute(resource, "deployment.environment.name")));
        var spans = collector.Spans.ToDictionary(span => span.GetProperty("name").GetString()!);
        Assert.Equal(
            ["0 Begin", "100 End", "50 Middle", "BUILD tiny", "Begin attempt 1", "End attempt 1", "Middle attempt 1", "Middle attempt 2"],
            spans.Keys.Order(StringComparer.Ordinal));
        Assert.Single(collector.Spans.Select(span => span.GetProperty("traceId").GetString()).Distinct());
        Assert.Equal(Id(spans["BUILD tiny"]), Parent(spans["50 Middle"]));
        Assert.Equal(Id(spans["50 Middle"]), Parent(spans["Middle attempt 1"]));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", spans["BUILD tiny"].GetProperty("links")[0].GetProperty("traceId").GetString());
        var failed = spans["Middle attempt 1"];
        Assert.Equal((2, "failure"), (failed.GetProperty("status").GetProperty("code").GetInt32(), OtlpCheck.Attribute(failed, "cicd.pipeline.task.run.result")));
        Assert.Contains("could not reach the mirror", failed.GetProperty("status").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal("success", OtlpCheck.Attribute(spans["Middle attempt 2"], "cicd.pipeline.task.run.result"));
        Assert.Equal("pawl.retry.scheduled", spans["50 Middle"].GetProperty("events")[0].GetProperty("name").GetString());
        Assert.Equal(("web-42", "success"), (OtlpCheck.Attribute(spans["BUILD tiny"], "cicd.pipeline.run.id"), OtlpCheck.Attribute(spans["BUILD tiny"], "cicd.pipeline.result")));
    }

    [Fact]
    public async Task Exported_again_or_from_another_store_it_is_the_same_trace()
    {
        await RunAsync(0);
        await DoneAsync("store", "copy", Store, $"dir://{Folder}/copy");
        await using var collector = Collector.Start();

        await DoneAsync("trace", "export", "web-42", "--endpoint", collector.Endpoint + "/v1/traces");
        await DoneAsync("trace", "export", "web-42", "--store", $"dir://{Folder}/copy", "--endpoint", collector.Endpoint + "/v1/traces");
        await DoneAsync("trace", "export", "web-42", "--file", Path.Combine(Folder, "trace.json"));

        var bodies = collector.Requests.Select(request => request.Body.GetRawText()).ToArray();
        Assert.Equal(bodies[0], bodies[1]);
        Assert.Equal(bodies[0], (await File.ReadAllTextAsync(Path.Combine(Folder, "trace.json"), None)).TrimEnd('\n'));
        Assert.Equal(bodies[0], (await DoneAsync("trace", "export", "web-42", "--file", "-")).Out.TrimEnd('\n'));
    }

    [Fact]
    public async Task A_build_that_scripts_drive_and_that_failed_is_a_trace_too()
    {
        await InitAsync("web-42");
        await DoneAsync("succeed", "web-42");
        await DoneAsync("start", "web-42");
        await DoneAsync("fail", "web-42", "--error", "password=horse-battery-staple was refused", "--category", "persistent");

        var request = (await DoneAsync("trace", "export", "web-42", "--file", "-")).Json;

        OtlpCheck.Check(request);
        var spans = Collector.SpansOf(request).ToDictionary(span => span.GetProperty("name").GetString()!);
        Assert.Equal(["0 Initialized", "5 Kickstart initiated", "BUILD", "Kickstart initiated attempt 1"], spans.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("failure", OtlpCheck.Attribute(spans["BUILD"], "cicd.pipeline.result"));
        Assert.Equal(2, spans["5 Kickstart initiated"].GetProperty("status").GetProperty("code").GetInt32());
        Assert.DoesNotContain("horse", request.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_collector_can_not_take_just_now_is_sent_again()
    {
        await InitAsync("web-42");
        await using var collector = Collector.Start().Answering(503, 429, 502, 504);
        Variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "60000";

        await DoneAsync("trace", "export", "web-42", "--endpoint", collector.Endpoint);

        Assert.Equal([503, 429, 502, 504, 200], collector.Requests.Select(request => request.Status));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(500)]
    [InlineData(301)]
    public async Task What_a_collector_refuses_is_told_and_not_sent_again_nor_elsewhere(int status)
    {
        await InitAsync("web-42");
        await using var collector = Collector.Start().Answering(status);
        Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=horse-battery";

        var refused = await PawlAsync("trace", "export", "web-42", "--endpoint", collector.Endpoint.Replace("//", "//me:horse@", StringComparison.Ordinal) + "/v1/traces?key=horse");

        refused.IsRefused(1, $"HTTP status {status}", "OTEL_EXPORTER_OTLP_HEADERS");
        Assert.DoesNotContain("horse", refused.Error, StringComparison.Ordinal);
        Assert.Single(collector.Requests);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    public async Task A_run_never_fails_because_of_its_trace(int answer)
    {
        await using var collector = Collector.Start().Answering(answer);
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint;
        Variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "100";

        var error = await RunAsync(0);

        Assert.StartsWith("pawl: no trace of build web-42 was sent: ", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task Variables_that_are_not_right_are_told_of_once_and_without_what_they_hold()
    {
        await using var collector = Collector.Start();
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint;
        Variables["OTEL_EXPORTER_OTLP_TIMEOUT"] = "horse";
        Variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=1,horse";
        Variables["OTEL_RESOURCE_ATTRIBUTES"] = "=horse";
        Variables["TRACEPARENT"] = "horse";
        const string told = "pawl: left out, because they aren't as OpenTelemetry writes them: OTEL_EXPORTER_OTLP_TIMEOUT, a pair of OTEL_EXPORTER_OTLP_HEADERS, a pair of OTEL_RESOURCE_ATTRIBUTES, TRACEPARENT\n";

        Assert.Equal(told, await RunAsync(0));
        Assert.Equal(told, (await PawlAsync("trace", "export", "web-42")).Error);
        Assert.Equal(2, collector.Requests.Count);
        Assert.Equal("", (await PawlAsync("status", "web-42")).Error);
    }

    [Theory]
    [InlineData("OTEL_SDK_DISABLED", "true")]
    [InlineData("OTEL_TRACES_EXPORTER", "none")]
    public async Task Switched_off_it_sends_nothing(string name, string value)
    {
        await using var collector = Collector.Start();
        Variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Endpoint;
        Variables[name] = value;

        Assert.Equal("", await RunAsync(0));

        Assert.Empty(collector.Requests);
        Assert.Contains("nothing was sent", (await PawlAsync("trace", "export", "web-42")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_right_about_the_command_is_2_and_a_build_that_is_not_there_3()
    {
        (await PawlAsync("trace", "export", "web-42")).IsRefused(2, "--endpoint URL or --file FILE");
        (await PawlAsync("trace", "export", "web-42", "--endpoint", "localhost:4318")).IsRefused(2, "no http:// or https:// URL");
        (await PawlAsync("trace", "export", "web-42", "--endpoint", "http://x/", "--file", "-")).IsRefused(2, "not both");
        (await PawlAsync("trace", "export", "web-42", "--file", "/nowhere/x")).IsRefused(2, "can't be written");
        (await PawlAsync("trace", "export", "web-42", "--file", "-")).IsRefused(3, "no build web-42");
        Variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        (await PawlAsync("trace", "export", "web-42", "--endpoint", "http://127.0.0.1:4317")).IsRefused(2, "grpc", "http/json");
    }

    private async Task<string> RunAsync(int code)
    {
        await File.WriteAllTextAsync(Path.Combine(Folder, "p.yaml"), FailingOnce, None);
        var run = await PawlAsync("run", "p.yaml", "--build-id", "web-42");
        Assert.True(run.Code == code, run.Out + run.Error);
        return run.Error;
    }

    private static string? Id(JsonElement span) => span.GetProperty("spanId").GetString();

    private static string? Parent(JsonElement span) => span.GetProperty("parentSpanId").GetString();
}
