using CsCheck;
using NJsonSchema;
using Pawl.Pipelines;
using Pawl.Yaml;
using Xunit;
using static Pawl.Tests.Pipelines.PipelineText;

namespace Pawl.Tests.Pipelines;

/// <summary>Editors check by the schema, Pawl by its reader: they must agree on what a schema can say.</summary>
public sealed class SchemaTests
{
    /// <summary>What only the reader can say: it compares values, or reads patterns.</summary>
    private static readonly string[] BeyondSchemas =
    [
        "is here twice", "stands after state", "the last state is", "no earlier state makes", "is made twice", "leaves it out for",
        "is shorter than the first wait", "the strategy here is `standard`", "the strategy here is `immediate`", "the strategy here is `notify`",
        "state 100 has a `when`", "leaves no time", "is longer than", "is no regular expression:", "looks around", "has a NUL",
    ];

    private static readonly Lazy<Task<JsonSchema>> Schema = new(() =>
        JsonSchema.FromFileAsync(Path.Combine(Repository.Root, "schemas", "pipeline.schema.json")));

    [Fact]
    public async Task The_schema_and_the_reader_agree_on_every_fault_of_the_tables()
    {
        var schema = await Schema.Value;
        var files = TopLevelFaultTests.Table.Select(row => row.Data.Item1)
            .Concat(StateFaultTests.Table.Select(row => WithState(row.Data.Item1)))
            .Concat(StateFaultTests.Codes.Select(row => $"{Head}states:\n  - {row.Data.Item1}\n  - code: 100\n"));

        Assert.All(files, text => AssertAgreement(schema, text));
    }

    [Theory]
    [InlineData("run: ./x.sh", "shell: bash", "dir: 'work/${BUILD_ID}'", "timeout: 1h30m", "kill_after: 0s")]
    [InlineData("run: true", "env: {A: 1, B: true, C: x, D: 1.5}")]
    [InlineData("retry: {strategy: manual}", "transient: [exit 1, exit 255, signal 64, signal SIGTERM, timeout, /x/]")]
    [InlineData("retry: {attempts: 1000, initial: 0s}", "persistent: ['/[a-z]+ (x|y)$/']", "when: {provider: [a], image_type: [b, c]}")]
    [InlineData("artifacts: [{name: A.b-c_1, path: 'a $ b/$5'}]", "needs: []", "name: 'Any name, really: 42'")]
    public async Task The_schema_and_the_reader_agree_on_valid_files(params string[] lines)
    {
        var text = WithState(string.Join("\n    ", lines));

        Assert.Empty(Faults(text));
        AssertAgreement(await Schema.Value, text);
    }

    [Fact]
    public async Task The_schema_accepts_the_template()
    {
        var text = PipelineTemplate.Text("p", Pawl.Builds.Label.Parse("aws"), Pawl.Builds.Label.Parse("t"));

        Assert.Empty((await Schema.Value).Validate(Json(text)));
    }

    [Fact]
    public async Task The_schema_and_the_reader_agree_on_generated_files()
    {
        var schema = await Schema.Value;

        GeneratedPipelines.Texts.Sample(text => AssertAgreement(schema, text), iter: 3000, print: text => text);
    }

    [Fact]
    public void Generated_files_are_right_often_enough_and_wrong_often_enough()
    {
        var right = 0;
        GeneratedPipelines.Texts.Sample(text => Interlocked.Add(ref right, Faults(text).Length == 0 ? 1 : 0), iter: 1000);

        Assert.InRange(right, 50, 900);
    }

    [Fact]
    public async Task Every_key_of_the_schema_is_explained()
    {
        var schema = await Schema.Value;
        var shapes = new[] { schema, schema.Definitions["state"], schema.Definitions["retry"], schema.Definitions["artifact"] };

        Assert.All(shapes.SelectMany(shape => shape.Properties.Values), key => Assert.False(string.IsNullOrEmpty(key.Description), key.Name));
    }

    private static void AssertAgreement(JsonSchema schema, string text)
    {
        var faults = Faults(text);
        var complaints = schema.Validate(Json(text));
        var expected = faults.Where(fault => !BeyondSchemas.Any(what => fault.Contains(what, StringComparison.Ordinal))).ToArray();

        // A key that is there twice is one key in JSON, so that a fault of the first of the two isn't seen there.
        if (Array.Exists(faults, fault => fault.Contains("is here twice", StringComparison.Ordinal)))
            return;
        Assert.True(
            faults.Length == 0 ? complaints.Count == 0 : expected.Length == 0 || complaints.Count > 0,
            $"{text}\nreader: {string.Join('\n', faults)}\nschema: {string.Join('\n', complaints)}");
    }

    private static string Json(string text) => SourceJson.Of(TreeReader.Read(text));
}
