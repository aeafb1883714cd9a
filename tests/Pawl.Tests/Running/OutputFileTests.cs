using System.Text;
using CsCheck;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Running;

public sealed class OutputFileTests
{
    private static readonly Gen<string> Key = Gen.Select(Gen.Char["abcXYZ_"], Gen.String[Gen.Char["abc019_.-"], 0, 20], (first, rest) => first + rest);

    // Text without what the file can't hold: NULs and carriage returns.
    private static readonly Gen<string> Value = Gen.String[Gen.Frequency((9, Gen.Char[' ', '~']), (1, Gen.Char["\näß€=<#"])), 0, 60];

    [Fact]
    public void What_a_task_writes_is_what_the_build_gets()
    {
        Gen.Select(Key, Value).Array[0, 8].Sample(pairs =>
        {
            var text = string.Concat(pairs.Select(pair => pair.Item2.Contains('\n', StringComparison.Ordinal)
                ? $"{pair.Item1}<<END-OF-IT\n{pair.Item2}\nEND-OF-IT\n"
                : $"{pair.Item1}={pair.Item2}\n"));
            var read = Read(text);
            Assert.Empty(read.Faults);
            Assert.Equal(
                pairs.GroupBy(pair => pair.Item1).Select(group => (group.Key, group.Last().Item2)),
                read.Values.Select(pair => (pair.Key, pair.Value)));
        });
    }

    [Theory]
    [InlineData("mkfifo", "a pipe, socket or device")]
    [InlineData("mkdir", "a folder")]
    public async Task What_is_no_file_is_a_fault_and_never_waited_for(string make, string named)
    {
        var path = Path.Combine(Path.GetTempPath(), $"pawl-output-{Guid.NewGuid():N}");
        using (var made = System.Diagnostics.Process.Start(make, path))
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            var read = await OutputFile.ReadAsync(path, TestContext.Current.CancellationToken);
            Assert.Contains(named, Assert.Single(read.Faults).Message, StringComparison.Ordinal);
            Assert.IsType<ArtifactMeasure.Unfit>(await ArtifactFile.MeasureAsync(path, TestContext.Current.CancellationToken));
        }
        finally
        {
            if (Directory.Exists(path))
                Directory.Delete(path);
            else
                File.Delete(path);
        }
    }

    [Fact]
    public void Any_bytes_are_read_without_an_error_and_a_fault_names_a_line_of_the_file()
    {
        var hostile = Gen.OneOf(Gen.Byte, Gen.Int[0, 5].Select(i => "\n=<a#\r"u8[i]));
        hostile.Array[0, 200].Sample(bytes =>
        {
            var read = OutputFile.Read(bytes);
            Assert.All(read.Values, pair => Assert.True(OutputFile.IsKey(pair.Key) && !pair.Value.Contains('\0', StringComparison.Ordinal)));
            Assert.All(read.Faults, fault => Assert.InRange(fault.Line, 1, bytes.Count(one => one == '\n') + 1));
        });
    }

    [Fact]
    public void The_line_ends_of_other_systems_read_the_same()
    {
        const string text = "a=1\nb<<X\none\n\ntwo\nX\n# comment\n\nc=";
        Assert.Equal(Read(text).Values, Read(text.Replace("\n", "\r\n", StringComparison.Ordinal)).Values);
        Assert.Equal([new("a", "1"), new("b", "one\n\ntwo"), new("c", "")], Read("\uFEFF" + text).Values);
    }

    [Theory]
    [InlineData("a<<X\nX\n", "")]
    [InlineData("a<<X\n\nX\n", "")]
    [InlineData("a<<X\n\n\nX", "\n")]
    [InlineData("a<<X\nX X\n XX\nX\n", "X X\n XX")]
    [InlineData("a=<<X", "<<X")]
    [InlineData("a==b=", "=b=")]
    [InlineData("a=1\na=2", "2")]
    [InlineData("a= 1 ", " 1 ")]
    public void A_value_is_taken_as_it_is_written(string text, string value)
    {
        var read = Read(text);
        Assert.Empty(read.Faults);
        Assert.Equal([new("a", value)], read.Values);
    }

    [Theory]
    [InlineData("ok=1\nsecret words", 2, "neither key=value")]
    [InlineData("\n1a=secret", 2, "not a key")]
    [InlineData("a b=secret", 1, "not a key")]
    [InlineData(" a=secret", 1, "not a key")]
    [InlineData("=secret", 1, "not a key")]
    [InlineData("ok=1\na<<EOF\nsecret\nEOF ", 2, "nothing ends the value")]
    [InlineData("a<<\nb=1", 1, "no word after")]
    [InlineData("a=secret\0", 1, "NUL")]
    public void A_fault_names_its_line_and_never_the_value(string text, int line, string message)
    {
        var fault = Assert.Single(Read(text).Faults);
        Assert.Equal(line, fault.Line);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_that_are_no_text_are_a_fault_and_the_other_values_stay()
    {
        var read = OutputFile.Read([.. "a=1\nb="u8, 0xff, .. "\nc=3"u8]);
        Assert.Equal("the value of b is not UTF-8; encode it, with base64 for example", Assert.Single(read.Faults).Message);
        Assert.Equal([new("a", "1"), new("c", "3")], read.Values);
    }

    [Fact]
    public void Sizes_are_bounded()
    {
        Assert.Empty(Read("a=" + new string('x', OutputFile.LargestValue)).Faults);
        Assert.Contains("65536 bytes", Assert.Single(Read("a=" + new string('x', OutputFile.LargestValue + 1)).Faults).Message, StringComparison.Ordinal);
        Assert.Empty(Read(new string('\n', OutputFile.LargestFile)).Faults);
        Assert.Contains("1048576 bytes", Assert.Single(Read(new string('\n', OutputFile.LargestFile + 1)).Faults).Message, StringComparison.Ordinal);
        Assert.Empty(Read(new string('k', 128) + "=1").Faults);
        Assert.Contains("not a key", Assert.Single(Read(new string('k', 129) + "=1").Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_holds_nothing_and_one_that_can_not_be_read_is_a_fault()
    {
        var token = TestContext.Current.CancellationToken;
        var none = await OutputFile.ReadAsync("/no/such/file", token);
        Assert.True(none.Values.IsEmpty && none.Faults.IsEmpty);
        Assert.Contains("can't be read", Assert.Single((await OutputFile.ReadAsync("/proc/self/mem", token)).Faults).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_huge_file_is_refused_after_its_first_mebibyte_and_a_device_at_once()
    {
        var path = Path.GetTempFileName();
        await using (var sparse = File.OpenWrite(path))
            sparse.SetLength(1L << 40);
        var read = await OutputFile.ReadAsync(path, TestContext.Current.CancellationToken);
        File.Delete(path);
        Assert.Contains("1048576 bytes", Assert.Single(read.Faults).Message, StringComparison.Ordinal);
        read = await OutputFile.ReadAsync("/dev/zero", TestContext.Current.CancellationToken);
        Assert.Contains("device", Assert.Single(read.Faults).Message, StringComparison.Ordinal);
    }

    private static OutputValues Read(string text) => OutputFile.Read(Encoding.UTF8.GetBytes(text));
}
