using CsCheck;
using Pawl.Builds;
using Pawl.Tests.Builds;
using Pawl.Tracing;
using Xunit;

namespace Pawl.Tests.Tracing;

/// <summary>Traces of any history.</summary>
public sealed class BuildTraceTests
{
    [Fact]
    public void Spans_have_ids_of_their_own_and_parents_that_are_there() => GeneratedHistories.All.Sample(history =>
    {
        var spans = TraceOf(history);

        Assert.Distinct(spans.Select(span => span.SpanId));
        var root = Assert.Single(spans, span => span.ParentId.Length == 0);
        Assert.Equal(SpanKind.Server, root.Kind);
        Assert.All(spans.Where(span => span != root), span => Assert.Contains(spans, parent => parent.SpanId == span.ParentId));
        Assert.All(spans, span => Assert.Equal(root.TraceId, span.TraceId));
        Assert.All(spans, span => Assert.True(span.End >= span.Start));
    });

    [Fact]
    public void Every_attempt_that_ended_is_a_span_with_how_it_ended() => GeneratedHistories.All.Sample(history =>
    {
        var build = BuildState.None(GeneratedHistories.Id);
        var ends = new List<string>();
        foreach (var happened in history)
        {
            var before = build;
            build = History.Apply(build, happened);
            if (before.Attempt is not null && build.Attempt is null)
                ends.Add(happened switch { BuildEvent.Completed => "success", BuildEvent.Failed => "failure", _ => "cancellation" });
        }

        var results = TraceOf(history).Select(span => span.Attributes.FirstOrDefault(a => a.Key == "cicd.pipeline.task.run.result").Text).Where(text => text is not null);

        Assert.Equal(ends, results);
    });

    [Fact]
    public void A_longer_history_has_the_same_spans_and_more() => Gen.Select(GeneratedHistories.All, Gen.Int[0, 60]).Sample((history, cut) =>
    {
        var earlier = TraceOf(history.Take(1 + (cut % history.Count)));

        Assert.Subset(TraceOf(history).Select(span => span.SpanId).ToHashSet(), earlier.Select(span => span.SpanId).ToHashSet());
    });

    [Fact]
    public void A_build_that_does_not_exist_has_no_trace() => Assert.Empty(new BuildTrace(GeneratedHistories.Id).Finish());

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("cc-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-later", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-later", false)]
    [InlineData("ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01", false)]
    [InlineData("00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_traceparent_is_read_as_W3C_writes_it(string? text, bool isOne) => Assert.Equal(isOne, !TraceLink.OfParent(text).IsEmpty);

    [Fact]
    public void The_variables_for_traces_go_before_those_for_all_signals()
    {
        var settings = OtlpSettings.Of(new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://all:4318/",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "a=1",
            ["OTEL_EXPORTER_OTLP_TRACES_HEADERS"] = " b = x%2Cy , broken ,=z,c=",
            ["OTEL_EXPORTER_OTLP_TIMEOUT"] = "soon",
            ["OTEL_EXPORTER_OTLP_TRACES_TIMEOUT"] = "1500",
        });

        Assert.Equal("http://all:4318/v1/traces", settings.Endpoint);
        Assert.Equal([new("b", "x,y"), new("c", "")], settings.Headers);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), settings.Timeout);
        Assert.DoesNotContain("x,y", settings.ToString(), StringComparison.Ordinal);
        Assert.Equal("http://own/x", OtlpSettings.Of(new Dictionary<string, string> { ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] = "http://own/x" }).Endpoint);
        Assert.Equal("", OtlpSettings.Of(new Dictionary<string, string>()).Endpoint);
    }

    private static List<TraceSpan> TraceOf(IEnumerable<BuildEvent> history)
    {
        var trace = new BuildTrace(GeneratedHistories.Id);
        return [.. history.SelectMany(trace.Add).ToList(), .. trace.Finish()];
    }
}
