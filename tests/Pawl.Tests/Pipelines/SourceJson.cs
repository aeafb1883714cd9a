using System.Text.Json;
using Pawl.Pipelines;

namespace Pawl.Tests.Pipelines;

/// <summary>A file's tree as JSON, as an editor that checks YAML by a JSON Schema sees it.</summary>
internal static class SourceJson
{
    public static string Of(SourceNode node) => node switch
    {
        SourceNode.Map map => $"{{{string.Join(',', map.Entries.DistinctBy(e => e.Key.Text).Select(e => $"{Quoted(e.Key.Text)}:{Of(e.Value)}"))}}}",
        SourceNode.List list => $"[{string.Join(',', list.Items.Select(Of))}]",
        SourceNode.Scalar { Type: ScalarType.Null } => "null",
        SourceNode.Scalar { Type: ScalarType.Boolean } scalar => scalar.Text is ['t' or 'T', ..] ? "true" : "false",
        SourceNode.Scalar { Type: ScalarType.WholeNumber } scalar => (long.TryParse(scalar.Text, out var number) ? number : long.MaxValue).ToString(),
        SourceNode.Scalar { Type: ScalarType.Fraction } => "0.5",
        SourceNode.Scalar scalar => Quoted(scalar.Text),
        _ => throw new InvalidOperationException(),
    };

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
