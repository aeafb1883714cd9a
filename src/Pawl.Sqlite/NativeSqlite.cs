namespace Pawl.Sqlite;

/// <summary>Connects the managed wrapper with the native library: linked in, or beside the program.</summary>
internal static class NativeSqlite
{
    private static readonly Lazy<bool> Once = new(() =>
    {
        SQLitePCL.Batteries_V2.Init();
        return true;
    });

    public static void Initialize() => _ = Once.Value;
}
