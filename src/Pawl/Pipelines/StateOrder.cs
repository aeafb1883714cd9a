using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Pipelines;

/// <summary>Checks that states stand in ascending order, each code once, and end with 100.</summary>
internal static class StateOrder
{
    public static void Check(ImmutableArray<StateDraft> drafts, SourcePosition statesAt, FaultCollector faults)
    {
        const string End = "add `- {code: 100, name: Delivered}` at the end; a build is completed when its state 100 is";
        var states = drafts.Where(d => d.HasCode).Select(d => d.Code).ToList();
        var first = new Dictionary<int, SourcePosition>();
        var highest = StateDraft.NoCode;
        foreach (var (code, at) in states)
        {
            if (!first.TryAdd(code, at))
                faults.Add(
                    at,
                    $"state {code} is here twice, first in line {first[code].Line}",
                    "give one of the two another code, or put them together");
            else if (code < highest)
                faults.Add(
                    at,
                    $"state {code} stands after state {highest}",
                    "move it up: states run in the order of their codes, lowest first");
            highest = Math.Max(highest, code);
        }

        if (drafts.IsEmpty)
            faults.Add(statesAt, "there are no states", End);
        else if (highest != StateCode.Final.Value && drafts[^1].HasCode)
            faults.Add(drafts[^1].Code.At, $"the last state is {drafts[^1].Code.Value}, not 100", End);
    }
}
