namespace Pawl.Cli.Verbs.Metrics;

/// <summary>A file for another program to read, at any moment: it is there whole, the old one or the new one.</summary>
internal static class PublicFile
{
    private const UnixFileMode ReadableByAll = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>Puts a text in a file's place.</summary>
    /// <exception cref="UsageException">It can't be written.</exception>
    public static void Replace(string path, string text)
    {
        // The collector reads what ends with .prom: not this one, however the program ends.
        var unfinished = $"{path}.{Environment.ProcessId}.new";
        try
        {
            File.WriteAllText(unfinished, text);
            File.SetUnixFileMode(unfinished, ReadableByAll);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            if (File.Exists(unfinished))
                File.Delete(unfinished);
            throw new UsageException($"--textfile: {path} can't be written ({e.Message}); name a file in a folder that you may write to");
        }
    }
}
