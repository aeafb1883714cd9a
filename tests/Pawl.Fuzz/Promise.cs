using System.Text;

namespace Pawl.Fuzz;

/// <summary>A promise that an input broke without an exception of the reader's own.</summary>
internal sealed class BrokenPromiseException(string message) : Exception(message);

/// <summary>What targets check beyond "nothing unexpected was thrown".</summary>
internal static class Promise
{
    /// <summary>What was read is written, read again and written again: both times to the same text.</summary>
    public static void RoundTrip<T>(T value, Func<T, string> write, Func<string, T> read)
    {
        var first = write(value);
        T again;
        try
        {
            again = read(first);
        }
        catch (Exception e)
        {
            // Also in the way that it documents: nobody may be refused what Pawl wrote itself.
            throw new BrokenPromiseException($"what was written is refused: {first}: {e.Message}");
        }

        Same("what was written is read as something else", first, write(again));
    }

    /// <summary>Something is read, or refused as the reader documents.</summary>
    public static void OrRefused<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
        }
        catch (T)
        {
        }
    }

    /// <summary>Both are the same.</summary>
    public static void Same(string complaint, string expected, string found)
    {
        if (expected != found)
            throw new BrokenPromiseException($"{complaint}:\n  {expected}\n  {found}");
    }

    /// <summary>The bytes as a file's text is read: what isn't UTF-8 becomes U+FFFD.</summary>
    public static string Text(byte[] input) => Encoding.UTF8.GetString(input);
}
