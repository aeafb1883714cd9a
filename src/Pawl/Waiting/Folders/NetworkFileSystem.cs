namespace Pawl.Waiting.Folders;

/// <summary>File systems that other machines write to without this one's knowledge.</summary>
internal static class NetworkFileSystem
{
    private static readonly string[] Types =
        ["nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "v9fs", "afs", "ceph", "lustre", "gfs", "gfs2", "ocfs2", "gpfs", "vboxfs", "vmhgfs", "coda"];

    /// <summary>The type of the file system that a folder is in, if it is one of those.</summary>
    public static string? Of(string folder)
    {
        try
        {
            var type = new DriveInfo(folder).DriveFormat;
            // What is behind fuse, nobody knows.
            return Types.Contains(type) || type.StartsWith("fuse", StringComparison.Ordinal) ? type : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }
}
