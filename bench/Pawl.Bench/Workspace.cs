namespace Pawl.Bench;

/// <summary>A folder for one measurement, on the disk that is measured; it is deleted afterwards.</summary>
internal sealed class Workspace : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("pawl-bench-").FullName;

    public string Make(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
