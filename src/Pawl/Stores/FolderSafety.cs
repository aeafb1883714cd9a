namespace Pawl.Stores;

/// <summary>Who else may write to a folder that builds live in: files there are their owner's alone, but whoever may write to the folder can put
/// others in their place.</summary>
public static class FolderSafety
{
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Refuses a folder that its group or others may write to. One that isn't there is made by Pawl, for its owner alone.</summary>
    /// <exception cref="StoreException">Others may write to it.</exception>
    public static void Require(string folder)
    {
        if (OperatingSystem.IsWindows() || !Directory.Exists(folder))
            return;
        var mode = File.GetUnixFileMode(folder);
        if ((mode & OthersWrite) == 0)
            return;
        var who = (mode & UnixFileMode.OtherWrite) != 0 ? "everybody on this machine" : "its group";
        throw new StoreException(
            StoreFault.Denied,
            $"{who} may write to {folder}, and could put other builds in the place of yours; `chmod go-w {folder}`, or name it in PAWL_SHARED_FOLDER if that is meant");
    }
}
