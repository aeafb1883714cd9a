using Pawl.Builds;
using Pawl.Stores;

namespace Pawl.Aws.DynamoDb;

/// <summary>What this store changed a moment ago: DynamoDB's indexes follow their table with a delay, and a list must show each change that was
/// made before it.</summary>
internal sealed class RecentChanges(TimeProvider time)
{
    // An index is behind by less than a second, as a rule.
    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(1);
    private const int Most = 10_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<BuildId, Noted> _changes = [];
    private readonly Queue<(BuildId Id, long At)> _order = [];

    /// <summary>Notes an append.</summary>
    public void Appended(Change change) =>
        Note(change.Before.Id, new Noted(new FleetRow(BuildSummary.Of(change.After), change.After.Version), time.GetTimestamp(), IsErased: false));

    /// <summary>Notes that a build is gone.</summary>
    public void Erased(HeadItem head, Table table) =>
        Note(head.Id, new Noted(FleetRow.Read(table, head.All), time.GetTimestamp(), IsErased: true));

    /// <summary>What was noted and may not be in the index yet.</summary>
    public Dictionary<BuildId, Noted> Now()
    {
        lock (_lock)
        {
            Forget();
            return new Dictionary<BuildId, Noted>(_changes);
        }
    }

    private void Note(BuildId id, Noted noted)
    {
        lock (_lock)
        {
            _changes[id] = noted;
            _order.Enqueue((id, noted.At));
            Forget();
        }
    }

    private void Forget()
    {
        while (_order.TryPeek(out var oldest) && (_order.Count > Most || time.GetElapsedTime(oldest.At) > Delay))
        {
            _order.Dequeue();
            if (_changes.TryGetValue(oldest.Id, out var noted) && noted.At == oldest.At)
                _changes.Remove(oldest.Id);
        }
    }

    /// <summary>A change.</summary>
    /// <param name="Row">The build's line after it; the last one before, when it was erased.</param>
    /// <param name="At">When, on the machine's steady clock.</param>
    /// <param name="IsErased">True when the build is gone.</param>
    internal sealed record Noted(FleetRow Row, long At, bool IsErased);
}
