namespace Pawl.Running.Processes;

/// <summary>Strings as C has them: each ends with a NUL.</summary>
internal static unsafe class NativeStrings
{
    /// <summary>Points at each of <paramref name="count"/> strings that follow each other, then at nothing; returns what follows the last.</summary>
    internal static byte* Point(byte* first, int count, byte** pointers)
    {
        var next = first;
        for (var i = 0; i < count; i++)
        {
            pointers[i] = next;
            next = After(next);
        }

        pointers[count] = null;
        return next;
    }

    /// <summary>What follows a string.</summary>
    internal static byte* After(byte* text)
    {
        while (*text != 0)
            text++;
        return text + 1;
    }
}
