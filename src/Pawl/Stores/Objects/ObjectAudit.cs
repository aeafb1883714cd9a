using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Stores.Copying;

namespace Pawl.Stores.Objects;

/// <summary>Compares the states that are kept with a build's appends, and its <c>state.json</c>, with what the events fold to. For one call.</summary>
internal sealed class ObjectAudit(IObjectStore objects, BuildKeys keys)
{
    private readonly Differences _differences = new();
    private readonly ImmutableList<HistoryRow>.Builder _rows = ImmutableList.CreateBuilder<HistoryRow>();
    private BuildState _state = BuildState.None(keys.Id);
    private BuildVersion _lastAppend = BuildVersion.None;

    /// <summary>What differs.</summary>
    public async ValueTask<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        // Read first: it may only be behind what is read later.
        var document = await objects.GetAsync(keys.State, int.MaxValue, cancellationToken).ConfigureAwait(false);
        await foreach (var append in new HistoryReader(objects, keys).ReadAsync(BuildVersion.None, cancellationToken).ConfigureAwait(false))
            Take(append);
        if (document is not null)
            CompareState(document.Content);
        return _differences.Found;
    }

    private void Take(HistoryObject append)
    {
        var key = keys.History(append.First);
        if (append.First != _state.Version.Next)
            _differences.Add($"{key} follows version {_state.Version}: appends between them were removed, or it is at the wrong place");
        _state = History.Apply(_state, append.Events);
        _lastAppend = append.First;
        if (!CopyVerification.IsSame(append.After, _state))
            _differences.Add($"the state in {key} is not what the events fold to");
        _rows.AddRange(append.Events.SelectMany(HistoryRows.Of));
    }

    // One that is behind is repaired by the next reader; one that can't be read, too.
    private void CompareState(ReadOnlyMemory<byte> content)
    {
        if (StateDocument.Read(content) is not { } found || found.Version < _state.Version)
            return;
        var expected = new StateDocument(_state.Version, _lastAppend, _rows.ToImmutable()).Write(_state, objects.MostBytes);
        if (!content.Span.SequenceEqual(expected.Span))
            _differences.Add($"{keys.State} is not what the events fold to");
    }
}
