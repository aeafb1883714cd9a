using System.Text;
using CsCheck;
using Pawl.Running;
using Pawl.Running.Processes;
using Pawl.Secrets;
using Pawl.Tests.Secrets.Corpus;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>What holds for every stream of output.</summary>
public sealed class StreamTests
{
    private const string Literal = "Tr0ub4dor" + "&3!Horse";

    private static readonly Redactor Redactor = Redactor.For([Literal]);

    private static readonly byte[][] Pieces =
    [
        .. SecretKinds.Samples(rounds: 1).Where((_, i) => i % 5 == 0).Select(sample => Encoding.UTF8.GetBytes(sample.Text)),
        .. CleanLines.All(rounds: 1).Where((_, i) => i % 20 == 0).Select(line => Encoding.UTF8.GetBytes(line.Line)),
        .. new[] { Literal, Literal[..9], Literal[9..], "\n", "\r\n", "\n\n", " ", "é€😀", "-----BEGIN " + "PRIVATE KEY-----", "-----BEGIN CERTIFICATE-----\n" }.Select(Encoding.UTF8.GetBytes),
        [0xFF, 0xFE], [0xC3], [0xE2, 0x82], [0xF0, 0x9F], [0x80], [0], "\e[31m"u8.ToArray(),
        Encoding.UTF8.GetBytes(new string('x', 9_000)), Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("aB3", 4_000))),
    ];

    private static readonly Gen<byte[]> Output = Gen.Int[0, Pieces.Length - 1].List[1, 14].Select(chosen => chosen.SelectMany(i => Pieces[i]).ToArray());

    [Fact]
    public void Where_the_output_is_cut_into_chunks_changes_nothing() => Gen.Select(Output, Gen.Int[1, 5_000].List[0, 40]).Sample(
        (output, lengths) => Assert.Equal(Show([output]), Show(Chunks(output, lengths))), iter: 500);

    [Fact]
    public void No_bytes_at_all_make_it_fail() => Gen.Byte.Array[0, 3_000].Sample(output => Show([output]).Length >= 0, iter: 2_000);

    [Fact]
    public void A_declared_value_is_in_no_output() => Output.Sample(output => !Show([output]).Contains(Literal, StringComparison.Ordinal), iter: 2_000);

    [Fact]
    public void Redacting_twice_is_redacting_once() => Output.Sample(
        output =>
        {
            var once = Redactor.Redact(Encoding.UTF8.GetString(output));
            Assert.Equal(once, Redactor.Redact(once));
        },
        iter: 2_000);

    [Fact]
    public void No_more_than_a_few_pieces_of_an_endless_line_are_kept()
    {
        foreach (var endless in new[] { "a", "aB3", "password=", "ey" + "J", " ", "AKIA", "-----BEGIN " + "PRIVATE KEY-----", "://a:b" })
        {
            var lines = new LineRedactor(Redactor);
            var most = 0;
            var splitter = new LineSplitter(line =>
            {
                lines.RedactPiece(line.Text);
                most = Math.Max(most, lines.Held);
            });
            var chunk = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(endless, 65_536 / endless.Length)));
            for (var i = 0; i < 16; i++)
                splitter.Push(chunk);
            Assert.InRange(most, 0, 4 * LineSplitter.LongestPiece);
        }
    }

    private static string Show(IEnumerable<byte[]> chunks)
    {
        var (lines, shown) = (new LineRedactor(Redactor), new StringBuilder());
        var splitter = new LineSplitter(line =>
        {
            if (line.End == TaskLineEnd.Line)
                shown.Append(lines.Redact(line.Text)).Append('\n');
            else
                shown.Append(lines.RedactPiece(line.Text));
        });
        foreach (var chunk in chunks)
            splitter.Push(chunk);
        splitter.Finish();
        return shown.ToString();
    }

    private static IEnumerable<byte[]> Chunks(byte[] output, IEnumerable<int> lengths)
    {
        var at = 0;
        foreach (var length in lengths)
        {
            yield return output[at..Math.Min(at + length, output.Length)];
            at = Math.Min(at + length, output.Length);
        }

        yield return output[at..];
    }
}
