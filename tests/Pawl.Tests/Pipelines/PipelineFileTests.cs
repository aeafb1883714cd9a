using System.Text;
using CsCheck;
using Pawl.Pipelines;
using Pawl.Yaml;
using Xunit;
using static Pawl.Tests.Pipelines.PipelineText;

namespace Pawl.Tests.Pipelines;

public sealed class PipelineFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-pipelines-").FullName;

    public static TheoryData<string, string, string, string> NotYaml => new()
    {
        { "", "1:1", "the file is empty", "pawl init-pipeline" },
        { "# nothing\n", "1:1", "the file is empty", "pawl init-pipeline" },
        { "---\n", "1:1", "the file is empty", "pawl init-pipeline" },
        { "name: x\n\tprovider: y\n", "2:1", "tab", "indent with spaces" },
        { "name: x\nstates:\n\t- code: 5\n", "3:1", "tab", "indent with spaces" },
        { "name: \"x\nprovider: y\n", "1:7", "quoted scalar", "close the quote" },
        { "name: [x, y\nprovider: y\n", "1:7", "the bracket that opens here is never closed", "close it" },
        { "name: {x: y\n", "2:1", "flow mapping", "close the bracket" },
        { "name: x: y\n", "1:8", "invalid mapping", "in quotes" },
        { "name: x\n provider: y\n", "2:10", "invalid mapping", "indentation" },
        { "name: @x\n", "1:7", "cannot start any token", "in quotes" },
        { "name: \"\\q\"\n", "1:7", "unknown escape", "single quotes" },
        { "name: x\n- y\n", "2:1", "block mapping", "same indentation" },
        { "a: 1\n---\nb: 2\n", "2:1", "a second document begins here", "one pipeline in a file" },
        { "a: *x\n", "1:4", "the alias *x stands for nothing before it", "&x" },
        { "a: &x [*x]\n", "1:8", "the alias *x stands for nothing before it", "&x" },
        { "a: !secret b\n", "1:4", "the tag !secret means nothing here", "take it out" },
        { "? [a]\n: b\n", "1:3", "a list or map stands where a key belongs", "a word before the `:`" },
        { "a: {<<: 5}\n", "1:5", "merges something that is no map", "<<: *name" },
        { "a: {<<: {b: 1}, <<: {c: 1}}\n", "1:17", "`<<` is here twice", "<<: [*one, *another]" },
    };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [MemberData(nameof(NotYaml))]
    public void A_text_that_is_no_plain_yaml_is_refused_where_it_goes_wrong(string text, string place, string what, string mend) =>
        AssertFault(text, place, what, mend);

    [Fact]
    public void A_file_that_is_not_utf8_is_refused_where_it_goes_wrong()
    {
        var reading = PipelineFile.Read([.. "name: \u00e9\nprovider: "u8, 0xE9, .. "\n"u8], "p.yaml");

        Assert.Equal("p.yaml:2:11: the file is not UTF-8 text here; save it as UTF-8", Assert.IsType<PipelineReading.Faulty>(reading).Faults[0].ToString());
    }

    [Fact]
    public void A_byte_order_mark_is_no_fault() => Assert.Empty(Faults("\uFEFF" + Head + End));

    [Fact]
    public void An_alias_stands_for_its_value_and_a_merge_key_for_the_keys_that_are_missing()
    {
        var pipeline = Valid(Head + """
            states:
              - code: 5
                retry: &patient {strategy: backoff, initial: 1m}
                env: &usual {A: 1, B: 1}
              - code: 10
                retry: *patient
                env: {<<: *usual, B: 2}
              - code: 100
                env: {<<: [{A: 3}, *usual]}
            """);

        Assert.Equal(pipeline.States[0].Retry, pipeline.States[1].Retry);
        Assert.Equal(["1", "2"], pipeline.States[1].Environment.Values);
        Assert.Equal(["3", "1"], pipeline.States[2].Environment.Values);
    }

    [Fact]
    public void A_fault_in_an_aliased_value_is_named_once_where_it_stands()
    {
        var fault = Assert.Single(Faults(Head + "states:\n  - {code: 5, retry: &r {attempts: 0}}\n  - {code: 100, retry: *r}\n"));

        Assert.StartsWith("p.yaml:5:36: ", fault, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_unfolds_without_end_is_refused()
    {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 30; i++)
            bomb.Append($"a{i}: &a{i} [").AppendJoin(", ", Enumerable.Repeat($"*a{i - 1}", 9)).Append("]\n");

        Assert.Contains("more than 100000 values", Assert.Single(Faults(bomb.ToString())), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[", 100_000)]
    [InlineData("- ", 50_000)]
    [InlineData("{a: ", 50_000)]
    public void A_file_that_is_nested_without_end_is_refused(string text, int times) =>
        Assert.Contains("nested more than 32 deep", Assert.Single(Faults(string.Concat(Enumerable.Repeat(text, times)))), StringComparison.Ordinal);

    [Fact]
    public void Aliases_cannot_nest_deeper_than_the_text_may()
    {
        var text = new StringBuilder("a0: &a0 x\n");
        for (var i = 1; i < 100; i++)
            text.Append($"a{i}: &a{i} [*a{i - 1}]\n");

        Assert.Contains("with this alias, values are nested more than 32 deep", Assert.Single(Faults(text.ToString())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_read_gives_one_clear_line()
    {
        var large = Path.Combine(_folder, "large.yaml");
        File.WriteAllBytes(large, new byte[PipelineFile.MaxBytes + 1]);
        var missing = Path.Combine(_folder, "missing.yaml");

        Assert.Equal($"{missing}: there is no such file; check the path, or write one with `pawl init-pipeline`", Load(missing));
        Assert.Equal($"{missing}/x: there is no such file; check the path, or write one with `pawl init-pipeline`", Load(missing + "/x"));
        Assert.Equal($"{_folder}: a folder, not a pipeline file; name the file in it, such as pipeline.yaml", Load(_folder));
        Assert.Equal($"{large}: the file has more than 1 MiB; keep scripts in files of their own, and run those", Load(large));
        Assert.Contains("more than 1 MiB", Load("/dev/zero"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_named_as_the_user_named_it_and_known_by_its_absolute_path()
    {
        var path = Path.Combine(_folder, "p.yaml");
        File.WriteAllText(path, Head + End);
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);

        Assert.Equal(path, Assert.IsType<PipelineReading.Valid>(PipelineFile.Load(relative)).Pipeline.Path);
        File.AppendAllText(path, "x: 1\n");
        Assert.StartsWith(relative + ":6:1: ", Load(relative), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_bytes_never_crash_the_reader() =>
        Gen.Byte.Array[0, 200].Sample(bytes => PipelineFile.Read(bytes, "p.yaml") is not null, iter: 2000);

    [Fact]
    public void Random_pieces_of_yaml_never_crash_the_reader() =>
        Gen.OneOf(YamlPieces.All).Array[0, 40].Sample(pieces => Read(string.Concat(pieces)) is not null, iter: 5000, print: string.Concat);

    [Fact]
    public void A_damaged_pipeline_never_crashes_the_reader() =>
        (from at in Gen.Int[0, YamlPieces.Pipeline.Length - 1]
         from cut in Gen.Int[0, 20]
         from piece in Gen.OneOf(YamlPieces.All)
         select YamlPieces.Pipeline[..at] + piece + YamlPieces.Pipeline[Math.Min(YamlPieces.Pipeline.Length, at + cut)..])
        .Sample(text => Read(text) is PipelineReading.Valid or PipelineReading.Faulty { Faults.Length: > 0 }, iter: 3000);

    private static string Load(string path) => Assert.Single(Assert.IsType<PipelineReading.Faulty>(PipelineFile.Load(path)).Faults).ToString();
}
