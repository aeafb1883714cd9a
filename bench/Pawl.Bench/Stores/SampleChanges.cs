using Pawl.Bench.Steps;
using Pawl.Builds;

namespace Pawl.Bench.Stores;

/// <summary>The changes of a sample build, made beforehand.</summary>
/// <param name="Beginning">Those before the first step.</param>
/// <param name="Steps">The steps.</param>
internal sealed record SampleChanges(IReadOnlyList<Change> Beginning, IReadOnlyList<Change> Steps)
{
    public static SampleChanges Of(string id)
    {
        var state = BuildState.None(BuildId.Parse(id));
        var beginning = new List<Change>();
        foreach (var begin in SampleBuild.Beginning)
            beginning.Add(Next(begin(state)));
        var steps = new List<Change>();
        while (state.Status != BuildStatus.Completed)
            steps.Add(Next(SampleBuild.Step(state)));
        return new SampleChanges(beginning, steps);

        Change Next(Change change)
        {
            state = change.After;
            return change;
        }
    }
}
