using System.Globalization;
using System.Text;
using Pawl.Bench.Steps;
using Pawl.Builds;
using Pawl.Sqlite;

namespace Pawl.Bench.Fleet;

/// <summary>Makes a large store quickly: the store itself makes a few hundred builds, each at another state and time, and their files are
/// copied with the build's id replaced by another one of the same length.</summary>
internal static class FleetMaker
{
    /// <summary>One in so many builds has failed.</summary>
    public const int OneFailedIn = 100;

    private const int Originals = 500;

    /// <summary>Makes so many builds in a folder.</summary>
    public static async Task MakeAsync(string folder, int count)
    {
        using var workspace = new Workspace();
        var originals = Math.Min(Originals, count);
        var store = SqliteBuildStore.Open(workspace.Folder, new SqliteOptions { Durability = SqliteDurability.Normal });
        await using (store.ConfigureAwait(false))
        {
            for (var number = 0; number < originals; number++)
                await MakeOriginalAsync(store, number).ConfigureAwait(false);
        }

        var files = Enumerable.Range(0, originals).Select(number => Original.Read(workspace.Folder, IdOf(number))).ToArray();
        Parallel.For(0, count, number => files[number % originals].CopyTo(folder, IdOf(number)));
    }

    private static string IdOf(int number) => "fleet-" + number.ToString("000000", CultureInfo.InvariantCulture);

    private static async Task MakeOriginalAsync(SqliteBuildStore store, int number)
    {
        var time = DateTimeOffset.UtcNow.AddHours(-2 * (number + 1));
        var state = BuildState.None(BuildId.Parse(IdOf(number)));
        foreach (var begin in SampleBuild.BeginningAt(time))
            state = await AppendAsync(begin(state)).ConfigureAwait(false);
        for (var steps = number % SampleBuild.Steps; steps > 0; steps--)
            state = await AppendAsync(SampleBuild.StepAt(time, state)).ConfigureAwait(false);
        if (number % OneFailedIn == 0)
            await AppendAsync(SampleBuild.FailAt(time, state)).ConfigureAwait(false);

        async ValueTask<BuildState> AppendAsync(Change change)
        {
            await store.AppendAsync(change, CancellationToken.None).ConfigureAwait(false);
            return change.After;
        }
    }

    /// <summary>A build's file, and where its id stands in it.</summary>
    private sealed record Original(byte[] Content, int[] Places)
    {
        public static Original Read(string folder, string id)
        {
            var content = File.ReadAllBytes(Path.Combine(folder, id + ".db"));
            var text = Encoding.UTF8.GetBytes(id);
            var places = new List<int>();
            for (var from = 0; content.AsSpan(from).IndexOf(text) is var found and >= 0; from = places[^1] + text.Length)
                places.Add(from + found);
            return new Original(content, [.. places]);
        }

        public void CopyTo(string folder, string id)
        {
            var (copy, text) = (Content.ToArray(), Encoding.UTF8.GetBytes(id));
            foreach (var place in Places)
                text.CopyTo(copy, place);
            File.WriteAllBytes(Path.Combine(folder, id + ".db"), copy);
        }
    }
}
