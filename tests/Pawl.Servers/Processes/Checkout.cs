namespace Pawl.Servers.Processes;

/// <summary>The checkout that this program was built from.</summary>
public static class Checkout
{
    /// <summary>Its folder.</summary>
    public static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Where setup puts the npm packages.</summary>
    public static string NodeModules => Path.Combine(Root, "artifacts", "servers", "npm", "node_modules");

    private static string Find(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "Pawl.slnx")) ? folder.FullName : Find(folder.Parent!);
}
