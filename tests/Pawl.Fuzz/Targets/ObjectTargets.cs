using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Fuzz.Targets;

/// <summary>The objects of a directory or bucket: anyone who may write there can put anything in their place.</summary>
internal static class ObjectTargets
{
    private const string Place = "a bucket";

    private static readonly BuildId Id = BuildId.Parse("b1");
    private static readonly string[] StateWords =
        ["\"currentState\":", "\"cloudProvider\":", "\"pipelineName\":", "\"lastAppend\":", "\"stateHistory\":", "\"stateHistoryOmitted\":"];

    /// <summary>An append.</summary>
    public static Target History { get; } = new("history-object", JsonTargets.Words, input => Promise.OrRefused<StoreException>(() =>
    {
        var read = HistoryObject.Read(input, Id, "the key", Place);
        if (read.IsFence)
            return;
        Promise.RoundTrip(read.After, BuildJson.WriteSnapshot, text => BuildJson.ReadSnapshot(text, read.After.Metadata));
        foreach (var happened in read.Events)
            Promise.RoundTrip(happened, BuildJson.Write, BuildJson.ReadEvent);
    }));

    /// <summary>A build's place.</summary>
    public static Target Index { get; } = new("index-object", JsonTargets.Words, input => Promise.OrRefused<StoreException>(() => Promise.RoundTrip(
        ReadIndex(input),
        index => Convert.ToHexString(IndexObject.Write(index).Span),
        text => ReadIndex(Convert.FromHexString(text)))));

    /// <summary><c>state.json</c>, which is never refused: what isn't right is written anew.</summary>
    public static Target State { get; } = new("state-object", [.. JsonTargets.Words, .. StateWords], input =>
    {
        if (StateHead.Read(input) is { } head)
            _ = head.Version.Next;
        _ = StateDocument.Read(input);
    });

    private static IndexObject ReadIndex(byte[] content) => IndexObject.Read(new StoredObject(content, new ObjectTag("1"), IsWhole: true), Id, Place);
}
