using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;

namespace Pawl.Fuzz.Engine;

/// <summary>What an input did that no input may do.</summary>
/// <param name="Name">The same for all inputs that do the same thing in the same place.</param>
/// <param name="Text">What happened, for people.</param>
internal sealed record Finding(string Name, string Text)
{
    /// <summary>Of the file that says what an input did, beside the input.</summary>
    public const string TextExtension = ".txt";

    /// <summary>The finding in what a target threw.</summary>
    public static Finding Of(Exception thrown)
    {
        var place = PlaceOf(thrown);
        var what = thrown is BrokenPromiseException ? thrown.Message.Split(':')[0] : thrown.GetType().Name;
        return new Finding($"{NameOf(thrown)}-{HashOf(Encoding.UTF8.GetBytes($"{what} in {place}"))}", thrown.ToString());
    }

    /// <summary>The process didn't survive an input.</summary>
    public static Finding OfDeath(ReadOnlySpan<byte> input, string how) => new($"Death-{HashOf(input)}", how);

    /// <summary>Writes the input and what it did into a folder.</summary>
    public void Write(string folder, ReadOnlySpan<byte> input)
    {
        File.WriteAllBytes(Path.Combine(folder, Name), input);
        File.WriteAllText(Path.Combine(folder, Name + TextExtension), Text + "\n");
    }

    private static string NameOf(Exception thrown) => thrown.GetType().Name is var name && name.EndsWith("Exception", StringComparison.Ordinal)
        ? name[..^"Exception".Length]
        : name;

    // The innermost method of Pawl's: below it are the framework's, which many readers share.
    private static string PlaceOf(Exception thrown) => new StackTrace(thrown).GetFrames()
        .Select(frame => frame.GetMethod())
        .FirstOrDefault(method => method?.DeclaringType?.FullName is { } type
            && type.StartsWith("Pawl.", StringComparison.Ordinal) && !type.StartsWith("Pawl.Fuzz.", StringComparison.Ordinal)) is { } place
        ? $"{place.DeclaringType}.{place.Name}"
        : "";

    private static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..8];
}
