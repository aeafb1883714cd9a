using System.Text;
using System.Text.Json;
using CsCheck;
using Pawl.Packer;
using Xunit;

namespace Pawl.Tests.Packer;

public sealed class ManifestProperties
{
    private const string Whole =
        """{"builds":[{"name":"image","builder_type":"file","build_time":1,"files":[{"name":"out/a","size":11}],"artifact_id":"File","packer_run_uuid":"r","custom_data":{"a":"b"}}],"last_run_uuid":"r"}""";

    [Fact]
    public void Any_bytes_are_a_manifest_or_are_refused_with_a_message() =>
        Gen.Byte.Array[0, 200].Sample(bytes => Read(bytes));

    [Fact]
    public void A_manifest_with_any_part_replaced_is_read_or_refused_with_a_message()
    {
        var replacement = Gen.OneOf("null", "1", "-1", "1.5", "1e999", "true", "[]", "{}", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", ",", "", "[[[[");
        Gen.Select(Gen.Int[0, Whole.Length], Gen.Int[0, 40], replacement).Sample((at, length, with) =>
            Read(Encoding.UTF8.GetBytes(Whole[..at] + with + Whole[Math.Min(at + length, Whole.Length)..])));
    }

    [Fact]
    public void Every_value_may_be_of_any_type_and_the_message_says_where()
    {
        foreach (var value in (string[])["1", "true", "[]", "{}", "\"x\"", "null"])
        {
            foreach (var field in (string[])["builds", "last_run_uuid", "name", "builder_type", "files", "artifact_id", "packer_run_uuid", "custom_data", "size"])
            {
                var at = Whole.LastIndexOf($"\"{field}\":", StringComparison.Ordinal) + field.Length + 3;
                var old = JsonLength(Whole[at..]);
                if (Read(Encoding.UTF8.GetBytes(Whole[..at] + value + Whole[(at + old)..])) is { } refused)
                    Assert.Contains(value == "[]" && field == "builds" ? "has no builds" : $".{field} ", refused, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void A_byte_order_mark_says_nothing() =>
        Assert.Null(Read([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Whole)]));

    /// <summary>The refusal; null for a manifest.</summary>
    private static string? Read(byte[] content)
    {
        try
        {
            PackerManifest.Parse("m.json", content).Of(new ManifestRun.All());
            return null;
        }
        catch (PackerFaultException refused)
        {
            Assert.StartsWith("m.json ", refused.Message, StringComparison.Ordinal);
            return refused.Message;
        }
    }

    private static int JsonLength(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), isFinalBlock: false, default);
        reader.Read();
        reader.TrySkip();
        return (int)reader.BytesConsumed;
    }
}
