using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;

namespace Pawl.Alerts;

/// <summary>Something that people are to be told, as it was when it happened. Nothing in it is a secret: its texts are redacted.</summary>
public sealed record Alert
{
    /// <summary>The same for the same thing, whoever raises it and however often it is sent: a receiver knows a duplicate by it.</summary>
    public required string Id { get; init; }

    /// <summary>The rule that raised it.</summary>
    public required string Rule { get; init; }

    /// <summary>What it is about.</summary>
    public required AlertTrigger Trigger { get; init; }

    /// <summary>Whether it breaks through quiet hours.</summary>
    public required Urgency Urgency { get; init; }

    /// <summary>Which build.</summary>
    public required BuildId Build { get; init; }

    /// <summary>Its cloud provider.</summary>
    public required Label Provider { get; init; }

    /// <summary>Its image type.</summary>
    public required Label ImageType { get; init; }

    /// <summary>Its pipeline's name; empty without one.</summary>
    public required string Pipeline { get; init; }

    /// <summary>The state that it is about.</summary>
    public required StateCode State { get; init; }

    /// <summary>What people call that state.</summary>
    public required string StateName { get; init; }

    /// <summary>How the build's current state goes.</summary>
    public required BuildStatus Status { get; init; }

    /// <summary>Of a failure: whether trying again can help.</summary>
    public FailureCategory? Category { get; init; }

    /// <summary>What happened, in one line.</summary>
    public required string Text { get; init; }

    /// <summary>The error's text; empty when there is none.</summary>
    public string Error { get; init; } = "";

    /// <summary>When it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The event that raised it; null for what time raised.</summary>
    public EventReference? Event { get; init; }

    /// <summary>What is the same for alerts of which <c>at_most_every</c> lets one through.</summary>
    public string Likeness => $"{Rule}/{Build}/{State}/{Category?.ToText()}";

    /// <summary>An id made of what an alert is about.</summary>
    public static string IdOf(params ReadOnlySpan<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts!))))[..32];
}

/// <summary>Names an event of a build's history.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Version">The version that it makes.</param>
public sealed record EventReference(Guid Id, BuildVersion Version);
