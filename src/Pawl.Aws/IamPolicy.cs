using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon;

namespace Pawl.Aws;

/// <summary>What one statement of a policy allows, or refuses whatever else allows it.</summary>
/// <param name="Name">Its <c>Sid</c>: letters and digits.</param>
/// <param name="Actions">What may be done.</param>
/// <param name="Resources">To what.</param>
internal sealed record IamStatement(string Name, ImmutableArray<string> Actions, ImmutableArray<string> Resources)
{
    /// <summary>The prefixes that a list may ask for; empty for no condition.</summary>
    public ImmutableArray<string> Prefixes { get; init; } = [];

    /// <summary>The partitions of a table that it is about; empty for all.</summary>
    public ImmutableArray<string> Partitions { get; init; } = [];

    /// <summary>Whether it allows or refuses.</summary>
    public IamEffect Effect { get; init; } = IamEffect.Allow;

    /// <summary>What a request has to lack, to be meant; null for no condition.</summary>
    public string? Without { get; init; }

    /// <summary>The aliases of keys that it is about; empty for all.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];
}

/// <summary>What a statement does.</summary>
internal enum IamEffect
{
    /// <summary>Allows.</summary>
    Allow,

    /// <summary>Refuses, whatever else allows it.</summary>
    Deny,
}

/// <summary>IAM policies as JSON. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html</summary>
internal static class IamPolicy
{
    // For people to read and paste: an ARN's characters stand as they are.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(IEnumerable<IamStatement> statements)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            foreach (var statement in statements)
                Write(writer, statement);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>What the ARNs of a region begin with: China's and the government's are other clouds.</summary>
    public static string Partition(string? region) => region is null ? "aws" : RegionEndpoint.GetBySystemName(region).PartitionName ?? "aws";

    private static void Write(Utf8JsonWriter writer, IamStatement statement)
    {
        writer.WriteStartObject();
        writer.WriteString("Sid", statement.Name);
        writer.WriteString("Effect", statement.Effect.ToString());
        Write(writer, "Action", statement.Actions);
        Write(writer, "Resource", statement.Resources);
        WriteCondition(writer, "StringLikeIfExists", "s3:prefix", statement.Prefixes);
        WriteCondition(writer, "ForAllValues:StringEquals", "dynamodb:LeadingKeys", statement.Partitions);
        WriteCondition(writer, "ForAnyValue:StringEquals", "kms:ResourceAliases", statement.Aliases);
        WriteCondition(writer, "Null", statement.Without ?? "", statement.Without is null ? [] : ["true"]);
        writer.WriteEndObject();
    }

    private static void WriteCondition(Utf8JsonWriter writer, string test, string what, ImmutableArray<string> values)
    {
        if (values.IsEmpty)
            return;
        writer.WriteStartObject("Condition");
        writer.WriteStartObject(test);
        Write(writer, what, values);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
