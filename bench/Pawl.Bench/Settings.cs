namespace Pawl.Bench;

/// <summary>How much is measured.</summary>
/// <param name="Rounds">Rounds in which everything that is compared takes its turn.</param>
/// <param name="Seconds">How long one turn at steps lasts.</param>
/// <param name="Transitions">Transitions of the command line, each way.</param>
/// <param name="Fleet">Builds in the fleet.</param>
/// <param name="Questions">How often each question to the fleet, or to the long history, is asked.</param>
/// <param name="HistoryRows">Rows of the long history.</param>
/// <param name="StoreBuilds">Builds made on each store.</param>
/// <param name="MirroredBuilds">Builds made by the command line with a mirror.</param>
/// <param name="Waits">Changes that a process waits for.</param>
/// <param name="PolledWaits">Changes that a loop waits for which looks once a second.</param>
internal sealed record Settings(int Rounds, int Seconds, int Transitions, int Fleet, int Questions, int HistoryRows, int StoreBuilds, int MirroredBuilds, int Waits, int PolledWaits)
{
    public static Settings Full { get; } = new(Rounds: 3, Seconds: 8, Transitions: 630, Fleet: 100_000, Questions: 201, HistoryRows: 100_000, StoreBuilds: 15, MirroredBuilds: 2, Waits: 200, PolledWaits: 40);

    public static Settings Quick { get; } = new(Rounds: 1, Seconds: 2, Transitions: 84, Fleet: 5_000, Questions: 31, HistoryRows: 10_000, StoreBuilds: 4, MirroredBuilds: 1, Waits: 40, PolledWaits: 8);
}
