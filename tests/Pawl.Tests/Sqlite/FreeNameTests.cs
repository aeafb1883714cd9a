using Pawl.Sqlite;
using Xunit;

namespace Pawl.Tests.Sqlite;

/// <summary>Of many files that are to have one name, one gets it, however close they come.</summary>
public sealed class FreeNameTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-name-").FullName;

    [Fact]
    public void Of_many_at_once_one_gets_the_name_and_keeps_it()
    {
        for (var round = 0; round < 2_000; round++)
        {
            var path = Path.Combine(_folder, $"{round}");
            var files = Enumerable.Range(0, 4).Select(number => $"{path}-{number}").ToArray();
            foreach (var file in files)
                File.WriteAllText(file, file);
            using var gate = new Barrier(files.Length);
            var won = new string?[files.Length];
            Parallel.For(0, files.Length, new ParallelOptions { MaxDegreeOfParallelism = files.Length }, number =>
            {
                gate.SignalAndWait(TimeSpan.FromSeconds(10));
                try
                {
                    FreeName.Give(files[number], path);
                    won[number] = files[number];
                }
                catch (IOException)
                {
                    // Another one has it.
                }
            });
            Assert.Equal(File.ReadAllText(path), Assert.Single(won, name => name is not null));
            Assert.Equal(files.Length - 1, files.Count(File.Exists));
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
