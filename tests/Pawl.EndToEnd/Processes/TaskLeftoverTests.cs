using System.Globalization;

namespace Pawl.EndToEnd.Processes;

// Alone: what other tests open at the same time would count too.
[CollectionDefinition(DisableParallelization = true)]
public sealed class Alone;

[Collection(typeof(Alone))]
public sealed class TaskLeftoverTests : TaskFixture
{
    [Fact]
    public async Task Tasks_leave_no_descriptor_and_no_zombie_behind()
    {
        await Run(Shell("true"));
        var before = Descriptors();
        for (var i = 0; i < 10; i++)
            await Run(Shell("echo a; (sleep 0.01 &)"));
        Assert.Equal(before, Descriptors());
        Assert.DoesNotContain(ChildStates(), state => state == 'Z');
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
