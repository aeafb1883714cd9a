using System.Text;

namespace Pawl.Cli.Concourse;

/// <summary>Concourse runs <c>/opt/resource/check</c>, <c>in</c> and <c>out</c>: this program, when it is called by one of these names in a folder
/// <c>resource</c>.</summary>
internal static class CalledAs
{
    private const string Folder = "resource";

    /// <summary>The arguments as they would be for <c>pawl</c>.</summary>
    /// <param name="args">The arguments as they are.</param>
    public static string[] Arguments(string[] args) =>
        // The scripts get a folder at most: all other calls don't look.
        args.Length <= 1 && VerbOf(CalledName()) is { } verb ? ["concourse", verb, .. args] : args;

    /// <summary>What a name that the program is called by asks for; null for any other name.</summary>
    public static string? VerbOf(string name) =>
        Path.GetFileName(name) is "check" or "in" or "out" && Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(name))) == Folder
            ? Path.GetFileName(name)
            : null;

    // The runtime tells the file that runs; the name that it was called by, only the kernel does.
    private static string CalledName()
    {
        try
        {
            var line = File.ReadAllBytes("/proc/self/cmdline");
            var end = Array.IndexOf(line, (byte)0);
            return Encoding.UTF8.GetString(line, 0, end < 0 ? line.Length : end);
        }
        catch (IOException)
        {
            return Environment.GetCommandLineArgs()[0];
        }
    }
}
