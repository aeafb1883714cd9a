using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>Notes that writers leave for the catalog's next reader: an empty file named after the build. A note that can't be left costs
/// nothing but time: the next sweep finds the change.</summary>
internal sealed class ChangeNotes(string folder)
{
    /// <summary>Leaves a note, after the change is durable. One that is there still is enough: its reader will take it away before it looks.</summary>
    public void Leave(BuildId id)
    {
        var path = Path.Combine(folder, id.Value);
        if (File.Exists(path))
            return;
        try
        {
            Create(path);
        }
        catch (DirectoryNotFoundException)
        {
            LeaveFirst(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // No room for a note, or no right to leave one: the sweep is there for that.
        }
    }

    /// <summary>Takes the notes away and returns them. Each is removed before its build is read, so that a change made meanwhile leaves a new one.</summary>
    public IEnumerable<BuildId> Take()
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var path in Directory.EnumerateFiles(folder))
        {
            if (!BuildId.TryParse(Path.GetFileName(path), out var id))
                continue;
            Remove(path);
            yield return id;
        }
    }

    private void LeaveFirst(string path)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Create(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As above.
        }
    }

    private static void Create(string path) => File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete).Dispose();

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A note that stays is taken again by the next reader.
        }
    }
}
