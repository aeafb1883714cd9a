using Pawl.Builds;

namespace Pawl.Sqlite;

/// <summary>Notes that writers leave for the catalog's next reader: an empty file named after the build. A note that can't be left costs
/// nothing but time: the next sweep finds the change.</summary>
internal sealed class ChangeNotes(string folder)
{
    /// <summary>Leaves a note, after the change is durable.</summary>
    public void Leave(BuildId id)
    {
        try
        {
            Create(Path.Combine(folder, id.Value));
        }
        catch (DirectoryNotFoundException)
        {
            LeaveFirst(id);
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

    private void LeaveFirst(BuildId id)
    {
        try
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            Create(Path.Combine(folder, id.Value));
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
