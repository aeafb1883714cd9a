namespace Pawl.Stores;

/// <summary>Who may do what in a store that is a folder: the file system knows owners, and no roles.</summary>
public static class FolderPolicy
{
    /// <summary>The commands that give a role its rights.</summary>
    public static string For(string folder, StoreRole role) => role switch
    {
        StoreRole.Worker or StoreRole.Administrator => $"""
            # Workers and administrators are the folder's owner: whoever may append a file may remove one, too.
            chown -R pawl: '{folder}'
            chmod -R u=rwX,go= '{folder}'
            """,
        StoreRole.Reader => $"""
            # Readers get an access list entry: they can look at every build and change nothing.
            setfacl -R -m u:READER:rX -m d:u:READER:rX '{folder}'
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, "no such role"),
    };
}
