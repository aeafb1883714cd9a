using System.Security.Cryptography;
using System.Text;
using Pawl.Builds;

namespace Pawl.Tracing;

/// <summary>The ids of a build's trace and spans, from what its history says: whoever exports it, wherever and however often, gives the same
/// spans. Pure.</summary>
public static class TraceIds
{
    /// <summary>The trace of a build: an id that is used again after the build was erased is another trace.</summary>
    public static string OfTrace(BuildId build, Guid created) => Hash(16, $"pawl trace {build} {created:N}");

    /// <summary>A span that an event began.</summary>
    /// <param name="what">What the span is: one event may begin several.</param>
    /// <param name="began">The event's id.</param>
    public static string OfSpan(string what, Guid began) => Hash(8, $"pawl {what} {began:N}");

    // All zeros means "no id": a hash that is that isn't found.
    private static string Hash(int bytes, string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, bytes));
}
