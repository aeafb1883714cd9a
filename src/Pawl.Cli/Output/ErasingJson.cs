using Pawl.Builds;
using Pawl.Erasing;

namespace Pawl.Cli.Output;

/// <summary>What <c>pawl erase</c> did: <c>result</c> is <c>erased</c> (its values can't be read any more) or <c>removed</c> (nothing is left but a
/// tombstone).</summary>
internal sealed record ErasedJson(string BuildId, string Result, IReadOnlyList<string> Places);

/// <summary>Where somebody is named: an event's value, or a line of a log.</summary>
internal sealed record MentionJson(string BuildId, long? Version, DateTimeOffset? At, string? Kind, string? Field, string? Log, long? Line, string Erasable, string? Value)
{
    public static MentionJson Of(Mention mention, string? value) => new(
        mention.Build.Value, mention.Version.Value, mention.At, mention.Kind, mention.Field, null, null, mention.Piece is null ? "build" : "value", value);

    public static MentionJson Of(BuildId build, LogMention mention, string? value) => new(
        build.Value, null, null, null, null, mention.Log.Path, mention.Line, mention.Log.IsSealed ? "log" : "value", value);
}

/// <summary>What <c>pawl subject erase</c> did to one build: <c>result</c> is <c>erased</c> or <c>kept</c>.</summary>
internal sealed record SubjectErasedJson(string BuildId, string Result, int Values, int Logs, int Left, string Message);
