using System.Globalization;

namespace Pawl.EndToEnd.Processes;

// Alone: what other tests open at the same time would count too.
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection(typeof(Alone))]
public sealed class TaskLeftoverTests : TaskFixture
{
    private const int Tasks = 10, Rounds = 5;

    [Fact]
    public async Task Tasks_leave_no_descriptor_and_no_zombie_behind()
    {
        await Run(Shell("true"));
        // Other tests open and close files in this process meanwhile, and what tasks left would be more after each round.
        for (var round = 1; ; round++)
        {
            var before = Descriptors();
            for (var i = 0; i < Tasks; i++)
                await Run(Shell("echo a; (sleep 0.01 &)"));
            var (more, zombies) = (Descriptors() - before, ChildStates().Count(state => state == 'Z'));
            if (more < Tasks && zombies < Tasks)
                return;
            Assert.True(round < Rounds, $"after each of {Rounds} rounds of {Tasks} tasks something was left; after the last, {more} descriptors and {zombies} zombies");
        }
    }

    private static int Descriptors() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static IEnumerable<char> ChildStates()
    {
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            string stat;
            try
            {
                stat = File.ReadAllText(Path.Combine(folder, "stat"));
            }
            catch (IOException)
            {
                continue;
            }

            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            if (fields[1] == System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture))
                yield return fields[0][0];
        }
    }
}
