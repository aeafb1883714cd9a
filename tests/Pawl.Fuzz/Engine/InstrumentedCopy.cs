using SharpFuzz;

namespace Pawl.Fuzz.Engine;

/// <summary>A copy of this program whose readers count the edges that they go along. What is built, tested and shipped stays as it is.</summary>
internal static class InstrumentedCopy
{
    private static readonly string[] Parsers = ["YamlDotNet"];

    /// <summary>Makes the copy anew.</summary>
    /// <param name="folder">Where.</param>
    /// <returns>The copy of this program.</returns>
    public static string Make(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
        Directory.CreateDirectory(folder);
        foreach (var file in Directory.GetFiles(AppContext.BaseDirectory).Where(IsNeeded))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        foreach (var file in Directory.GetFiles(folder, "*.dll").Where(IsReader))
            Fuzzer.Instrument(file, _ => true, Options.Value);
        return Path.Combine(folder, $"{Name}.dll");
    }

    private static string Name => typeof(InstrumentedCopy).Assembly.GetName().Name!;

    private static bool IsNeeded(string file) => Path.GetExtension(file) is ".dll" or ".json";

    private static bool IsReader(string file)
    {
        var name = Path.GetFileNameWithoutExtension(file);
        return name != Name && (name == "pawl" || name.StartsWith("Pawl.", StringComparison.Ordinal) || Parsers.Contains(name));
    }
}
