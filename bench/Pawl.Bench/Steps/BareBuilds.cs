using System.Diagnostics;

namespace Pawl.Bench.Steps;

/// <summary>The same SQL with the same durability and nothing else: all texts are made beforehand, nothing is read back, decided or noted.</summary>
internal sealed class BareBuilds(string folder) : IBuildMaker
{
    private static readonly BareAppend[] Appends = [.. BareAppend.OfOneBuild()];

    public ValueTask MakeAsync(string id, Samples steps)
    {
        using var file = BareFile.Create(Path.Combine(folder, id + ".db"), id, Appends[0]);
        foreach (var append in Appends.Skip(1))
        {
            var began = Stopwatch.GetTimestamp();
            file.Append(append);
            if (append.IsStep)
                steps.Add(Stopwatch.GetTimestamp() - began);
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
