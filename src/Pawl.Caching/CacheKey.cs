using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Caching;

/// <summary>What an answer is an answer to. What changes together is one area: a build, or all lists.</summary>
/// <param name="Area">The area.</param>
/// <param name="Question">The question in it.</param>
internal readonly record struct CacheKey(string Area, string Question)
{
    private const char Separator = '/';
    private const string BuildArea = "build:";

    /// <summary>All lists; as a question it stands for every one of them.</summary>
    public static CacheKey Fleet { get; } = new("fleet", "all");

    /// <summary>The build whose area it is; null for another area.</summary>
    public BuildId? Build =>
        Area.StartsWith(BuildArea, StringComparison.Ordinal) && BuildId.TryParse(Area[BuildArea.Length..], out var id) ? id : null;

    /// <summary>Where a build stands.</summary>
    public static CacheKey Of(BuildId id) => new($"{BuildArea}{id.Value}", "state");

    /// <summary>One list. The question is a hash: what people ask for may be of any length and hold any character.</summary>
    public static CacheKey Of(BuildQuery query)
    {
        var text = string.Join('\n', query.Status?.ToText(), query.Provider?.Value, query.ImageType?.Value, query.Pipeline is { } pipeline ? $"={pipeline}" : "",
            query.Limit.ToString(CultureInfo.InvariantCulture));
        return Fleet with { Question = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16)) };
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static CacheKey Parse(string text) =>
        text.IndexOf(Separator, StringComparison.Ordinal) is var at and >= 0 ? new(text[..at], text[(at + 1)..]) : new(text, "");

    /// <inheritdoc/>
    public override string ToString() => $"{Area}{Separator}{Question}";
}
