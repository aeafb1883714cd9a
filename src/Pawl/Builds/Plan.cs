using System.Collections.Immutable;

namespace Pawl.Builds;

/// <summary>A state that a build will go through.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Name">What people call it.</param>
public sealed record PlannedState(StateCode Code, string Name);

/// <summary>The states that one build goes through, in ascending order, the last one being 100.</summary>
public sealed class Plan : IEquatable<Plan>
{
    /// <summary>Takes the states.</summary>
    /// <exception cref="ArgumentException">They are not in ascending order, or don't end with 100.</exception>
    public Plan(ImmutableArray<PlannedState> states)
    {
        for (var i = 1; i < states.Length; i++)
        {
            if (states[i].Code <= states[i - 1].Code)
                throw new ArgumentException($"state {states[i].Code} stands after {states[i - 1].Code}", nameof(states));
        }

        if (states.IsDefaultOrEmpty || states[^1].Code != StateCode.Final)
            throw new ArgumentException("the last state of a plan is 100", nameof(states));
        States = states;
    }

    /// <summary>The states, ascending.</summary>
    public ImmutableArray<PlannedState> States { get; }

    /// <summary>Where a build with this plan begins.</summary>
    public StateCode Start => States[0].Code;

    /// <summary>True when the plan has this state.</summary>
    public bool Contains(StateCode code) => States.Any(s => s.Code == code);

    /// <summary>The state after <paramref name="code"/>, whether or not that one is in the plan. After 100 there is only 100.</summary>
    public StateCode After(StateCode code)
    {
        foreach (var state in States)
        {
            if (state.Code > code)
                return state.Code;
        }

        return StateCode.Final;
    }

    /// <summary>What people call a state; <c>state 42</c> when the plan doesn't know it.</summary>
    public string NameOf(StateCode code) => States.FirstOrDefault(s => s.Code == code)?.Name ?? $"state {code}";

    /// <inheritdoc/>
    public bool Equals(Plan? other) => other is not null && States.AsSpan().SequenceEqual(other.States.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Plan);

    /// <inheritdoc/>
    public override int GetHashCode() => States.Aggregate(0, (hash, s) => HashCode.Combine(hash, s));
}
