using NJsonSchema;
using Pawl.Tests.Pipelines;
using Pawl.Yaml;
using Xunit;
using static Pawl.Tests.Alerts.AlertFileText;

namespace Pawl.Tests.Alerts;

/// <summary>Editors check by the schema, Pawl by its reader: they must agree on what a schema can say.</summary>
public sealed class AlertSchemaTests
{
    // What only the reader can say: it compares values, or knows the machine.
    private static readonly string[] BeyondSchemas =
    [
        "there is no channel", "doesn't say for how long", "means nothing with", "is never retried", "the rule is urgent", "there is no time zone",
        "sends mail and password", "is no state and no range", "looks like a secret",
    ];

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() => JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "schemas", "alerts.schema.json")));

    [Fact]
    public async Task The_schema_accepts_the_documented_example() => Assert.Empty((await Schema.Value).Validate(Json(Example)));

    [Fact]
    public async Task The_schema_refuses_what_the_reader_refuses_where_a_schema_can()
    {
        var schema = await Schema.Value;
        foreach (var text in FaultyFiles())
        {
            var faults = Faults(text).Select(fault => fault.ToString());
            if (faults.All(fault => BeyondSchemas.Any(what => fault.Contains(what, StringComparison.Ordinal))))
                continue;
            Assert.True(schema.Validate(Json(text)).Count > 0, $"{text}\nreader: {string.Join('\n', faults)}\nschema: nothing");
        }
    }

    [Fact]
    public async Task Every_key_of_the_schema_is_explained()
    {
        var schema = await Schema.Value;
        var shapes = ((string[])["slack", "teams", "webhook", "email", "rule", "quiet"]).Select(name => schema.Definitions[name]).Append(schema);
        Assert.All(shapes.SelectMany(shape => shape.Properties.Values), key => Assert.False(string.IsNullOrEmpty(key.Description), key.Name));
    }

    [Fact]
    public void The_page_about_alerts_shows_the_example() =>
        Assert.Contains(Example, File.ReadAllText(Path.Combine(Repository.Root, "docs", "alerts.md")), StringComparison.Ordinal);

    private static IEnumerable<string> FaultyFiles() =>
        AlertReaderTests.RuleFaults.Select(row => WithRules(row.Data.Item1))
            .Concat(AlertReaderTests.ChannelFaults.Select(row => $"channels:\n  - {row.Data.Item1}\nrules: []\n"));

    private static string Json(string text) => SourceJson.Of(TreeReader.Read(text));
}
