using System.Diagnostics;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A file system in memory that is soon full. Only who may mount one has it.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    private SmallDisk(string folder) => (Folder, _ballast) = (folder, Path.Combine(folder, "ballast"));

    internal string Folder { get; }

    /// <summary>Mounts one, or skips the test.</summary>
    internal static SmallDisk Mount(string folder, int kilobytes)
    {
        Directory.CreateDirectory(folder);
        if (!Environment.IsPrivilegedProcess || !TryRun("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k,mode=0700", "pawl-test", folder))
            Assert.Skip("this user may not mount a file system");
        return new SmallDisk(folder);
    }

    /// <summary>A command of the shell that fills it to the last byte.</summary>
    internal string FillCommand => $"cat /dev/zero >{_ballast} 2>/dev/null || true";

    /// <summary>Fills it.</summary>
    internal void Fill() => Assert.True(TryRun("/bin/sh", "-c", FillCommand));

    /// <summary>Makes room again.</summary>
    internal void MakeRoom() => File.Delete(_ballast);

    /// <summary>From now on nobody may write.</summary>
    internal void MakeReadOnly() => Assert.True(TryRun("mount", "-o", "remount,ro", Folder));

    public void Dispose() => TryRun("umount", "--lazy", Folder);

    private static bool TryRun(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
