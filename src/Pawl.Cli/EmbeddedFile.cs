namespace Pawl.Cli;

/// <summary>Files that are part of the program.</summary>
internal static class EmbeddedFile
{
    /// <summary>Prints one of them.</summary>
    public static void CopyTo(string name, TextWriter to)
    {
        using var file = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"{name} is not part of this program");
        using var text = new StreamReader(file);
        to.Write(text.ReadToEnd());
    }
}
