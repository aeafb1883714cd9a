using System.Text;
using CsCheck;
using Pawl.Builds;
using Pawl.Running;
using Pawl.Sealing;
using Pawl.Stores;
using Xunit;

namespace Pawl.Tests.Sealing;

/// <summary>A sealed log comes back as it was written, or it is said that it doesn't.</summary>
public sealed class SealedLogTests : IDisposable
{
    private static readonly BuildId Id = BuildId.Parse("web-42");

    private static readonly AttemptSpan[] Attempt = [new(new BuildVersion(2), new BuildVersion(5))];

    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-logs-").FullName;
    private readonly BuildSealer _sealer = new(Id, KeyTree.New());

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Lines_come_back_and_nothing_of_them_stands_in_the_file()
    {
        string[] lines = ["first", "", "pawl:log:1:2:x", "ümlaut \u6f22 \U0001F40E", new string('x', 20_000), ""];
        var path = await WriteAsync(lines);
        Assert.Equal("-rw-------", File.GetUnixFileMode(path) == (UnixFileMode.UserRead | UnixFileMode.UserWrite) ? "-rw-------" : "another");
        Assert.DoesNotContain("first", await File.ReadAllTextAsync(path, None), StringComparison.Ordinal);
        var (isWhole, read) = await ReadAsync(path, _sealer);
        Assert.True(isWhole);
        Assert.Equal(lines, read);
    }

    [Fact]
    public async Task A_log_that_is_cut_off_anywhere_shows_that()
    {
        string[] lines = ["first", "second", "third"];
        var path = await WriteAsync(lines);
        var whole = await File.ReadAllBytesAsync(path, None);
        for (var length = 0; length < whole.Length - 1; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length], None);
            try
            {
                var (isWhole, read) = await ReadAsync(path, _sealer);
                Assert.False(isWhole);
                Assert.Equal(lines.Take(read.Length), read);
            }
            catch (StoreException e)
            {
                // The head itself was cut.
                Assert.Equal(StoreFault.Corrupt, e.Fault);
                Assert.True(length < Array.IndexOf(whole, (byte)'\n'));
            }
        }
    }

    [Fact]
    public async Task A_line_that_was_changed_taken_out_put_in_or_moved_is_found()
    {
        var path = await WriteAsync(["first", "second", "third", "fourth"]);
        var lines = await File.ReadAllLinesAsync(path, None);
        await RefusesAsync(path, [lines[0], lines[2], lines[1], .. lines[3..]]);
        await RefusesAsync(path, [lines[0], .. lines[2..]]);
        await RefusesAsync(path, [.. lines[..2], lines[1], .. lines[2..]]);
        await RefusesAsync(path, [.. lines[..2], "AAAA", .. lines[2..]]);
        await RefusesAsync(path, [.. lines, lines[1]]);
        await RefusesAsync(path, ["pawl:log:1:4:AAAA", .. lines[1..]]);
        await RefusesAsync(path, ["nothing of Pawl's"]);
    }

    [Fact]
    public async Task A_log_that_another_attempt_began_is_refused_and_one_that_began_after_a_change_by_others_is_not()
    {
        var path = await WriteAsync(["first"]);
        foreach (var (from, before) in ((int, int)[])[(1, 3), (4, 9)])
        {
            AttemptSpan[] other = [new(new BuildVersion(from), new BuildVersion(before))];
            var refused = await Assert.ThrowsAsync<StoreException>(() => ReadAsync(path, _sealer, other));
            Assert.Contains("another attempt's log", refused.Message, StringComparison.Ordinal);
        }

        await Assert.ThrowsAsync<StoreException>(() => ReadAsync(path, _sealer, []));
        Assert.Equal(["first"], (await ReadAsync(path, _sealer, [new(new BuildVersion(1), new BuildVersion(2)), new(new BuildVersion(2), new BuildVersion(4))])).Lines);
    }

    [Fact]
    public async Task Another_builds_key_does_not_read_it_and_erasing_what_it_was_begun_with_erases_it()
    {
        var tree = KeyTree.New();
        var path = await WriteAsync(["first", "second"], new BuildSealer(Id, tree));
        Assert.Equal(StoreFault.Corrupt, (await FailsAsync(path, new BuildSealer(BuildId.Parse("other"), tree))).Fault);
        Assert.Equal(StoreFault.WrongKey, (await FailsAsync(path, new BuildSealer(Id, tree.Puncture(BuildSealer.LeafOf(new BuildVersion(3), SealedPart.Content))))).Fault);
    }

    [Fact]
    public void Bytes_of_any_kind_are_refused_and_never_shown() => Gen.Byte.Array[0, 200].Sample(bytes =>
    {
        var reader = new SealedLogReader("x", _sealer, Attempt);
        try
        {
            Assert.Empty(reader.ReadAsync(new StreamReader(new MemoryStream([.. "pawl:log:1:3:AAAA\n"u8, .. bytes])), None).ToBlockingEnumerable(None));
            Assert.False(reader.IsWhole);
        }
        catch (StoreException e)
        {
            Assert.Equal(StoreFault.Corrupt, e.Fault);
        }
    });

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Task<string> WriteAsync(string[] lines) => WriteAsync(lines, _sealer);

    private async Task<string> WriteAsync(string[] lines, BuildSealer sealer)
    {
        var build = new BuildState { Id = Id, Version = new BuildVersion(3), Attempt = new OpenAttempt(StateCode.From(5), 1, default) };
        await using (var files = await AttemptFiles.CreateAsync(_folder, build, sealer, text => Assert.Fail(text)))
        {
            foreach (var line in lines)
                await files.WriteLogAsync(line);
        }

        return AttemptLogs.Of(_folder, Id).Find(StateCode.From(5), 1)!.Path;
    }

    private async Task RefusesAsync(string path, IEnumerable<string> lines)
    {
        await File.WriteAllTextAsync(path, string.Join('\n', lines) + "\n", Encoding.ASCII, None);
        Assert.Equal(StoreFault.Corrupt, (await FailsAsync(path, _sealer)).Fault);
    }

    private static async Task<StoreException> FailsAsync(string path, BuildSealer sealer) => await Assert.ThrowsAsync<StoreException>(() => ReadAsync(path, sealer));

    private static async Task<(bool IsWhole, string[] Lines)> ReadAsync(string path, BuildSealer sealer, AttemptSpan[]? attempt = null)
    {
        using var file = new StreamReader(path);
        var reader = new SealedLogReader(path, sealer, attempt ?? Attempt);
        var lines = await reader.ReadAsync(file, None).ToArrayAsync(None);
        return (reader.IsWhole, lines);
    }
}
