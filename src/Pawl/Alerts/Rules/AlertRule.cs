using System.Collections.Immutable;
using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>Whether an alert waits for the end of quiet hours.</summary>
public enum Urgency
{
    /// <summary>It does.</summary>
    Normal,

    /// <summary>It breaks through.</summary>
    Urgent,
}

/// <summary>When somebody is told, and who. Every condition that is given must hold.</summary>
public sealed record AlertRule
{
    /// <summary>What the file calls it.</summary>
    public required string Name { get; init; }

    /// <summary>What it is about.</summary>
    public required AlertTrigger Trigger { get; init; }

    /// <summary>The names of the channels that get the alert.</summary>
    public required ImmutableArray<string> Channels { get; init; }

    /// <summary>Only failures of this category.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>Only at these states; empty for any.</summary>
    public ImmutableArray<StateRange> States { get; init; } = [];

    /// <summary>Only builds of these cloud providers; empty for any.</summary>
    public ImmutableArray<Label> Providers { get; init; } = [];

    /// <summary>Only builds of these image types; empty for any.</summary>
    public ImmutableArray<Label> ImageTypes { get; init; } = [];

    /// <summary>Of <c>stuck</c> and <c>mirror_behind</c>: for how long.</summary>
    public TimeSpan After { get; init; }

    /// <summary>How long more of the same (build, state, category) is counted and not sent; zero to send all.</summary>
    public TimeSpan AtMostEvery { get; init; }

    /// <summary>How long alerts are gathered into one message after one was sent; zero to send each by itself.</summary>
    public TimeSpan Group { get; init; }

    /// <summary>When nobody wants to be woken by it; null for never.</summary>
    public QuietHours? Quiet { get; init; }

    /// <summary>Whether it breaks through quiet hours.</summary>
    public Urgency Urgency { get; init; }

    /// <summary>True when a build is one that the rule is about.</summary>
    public bool Concerns(Label provider, Label imageType) =>
        (Providers.IsEmpty || Providers.Contains(provider)) && (ImageTypes.IsEmpty || ImageTypes.Contains(imageType));

    /// <summary>True when a state is one that the rule is about.</summary>
    public bool Concerns(StateCode state) => States.IsEmpty || States.Any(range => range.Contains(state));

    /// <summary>When the quiet hours end that a moment is in; null when it is in none, or the rule breaks through.</summary>
    public DateTimeOffset? QuietUntil(DateTimeOffset now) => Urgency == Urgency.Urgent ? null : Quiet?.EndAfter(now);
}
