using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>One shape of secrets. A line is shown to a rule only where one of its triggers stands, so a rule costs nothing elsewhere.</summary>
/// <param name="Name">Its name in documentation and tests.</param>
/// <param name="Why">What it finds, and why that is a secret.</param>
/// <param name="Triggers">Texts (ASCII, case ignored, two characters or more) of which one is in every such secret.</param>
internal abstract record RedactionRule(string Name, string Why, ImmutableArray<string> Triggers)
{
    /// <summary>Hides the secret at this trigger, if there is one. The work must stay linear in a hostile line: what is looked at
    /// and not hidden is bounded.</summary>
    /// <param name="line">The line.</param>
    /// <param name="trigger">Where a trigger stands.</param>
    /// <param name="mask">Takes what is secret.</param>
    /// <returns>The place up to which this rule is done: it isn't asked about triggers before it.</returns>
    public abstract int Hide(string line, Stretch trigger, Mask mask);
}
