using Pawl.Builds;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Running;

public sealed class ArtifactFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("pawl-artifacts-").FullName;

    private string Rootfs => Path.Combine(_folder, "rootfs.tar");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_is_measured_by_its_size_and_checksum()
    {
        await File.WriteAllTextAsync(Rootfs, "abc", Token);
        var expected = new ArtifactMeasure.Measured(3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        Assert.Equal(expected, await ArtifactFile.MeasureAsync(Rootfs, Token));
    }

    [Fact]
    public async Task A_file_larger_than_the_buffer_is_measured_whole()
    {
        var bytes = new byte[(3 * 1024 * 1024) + 1];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync(Rootfs, bytes, Token);
        var sha = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));
        Assert.Equal(new ArtifactMeasure.Measured(bytes.Length, sha), await ArtifactFile.MeasureAsync(Rootfs, Token));
    }

    [Fact]
    public async Task A_folder_and_a_missing_file_are_told_apart()
    {
        Assert.Contains("is a folder", Assert.IsType<ArtifactMeasure.Unfit>(await ArtifactFile.MeasureAsync(_folder, Token)).Message, StringComparison.Ordinal);
        Assert.Equal(new ArtifactMeasure.Missing($"{Rootfs} does not exist"), await ArtifactFile.MeasureAsync(Rootfs, Token));
        Assert.IsType<ArtifactMeasure.Missing>(await ArtifactFile.MeasureAsync(Path.Combine(Rootfs, "deeper"), Token));
    }

    [Fact]
    public async Task An_unchanged_file_is_intact()
    {
        var recorded = await Recorded("abc");
        File.SetLastWriteTimeUtc(Rootfs, DateTime.UnixEpoch);
        Assert.Equal(new ArtifactCheck.Intact(), await ArtifactFile.CheckAsync(recorded, Token));
    }

    [Theory]
    [InlineData("abd", "has the SHA-256")]
    [InlineData("abcd", "has 4 bytes, and had 3 when state 5 completed")]
    [InlineData("", "has 0 bytes, and had 3 when state 5 completed")]
    public async Task A_changed_file_is_told_with_what_differs(string now, string difference)
    {
        var recorded = await Recorded("abc");
        await File.WriteAllTextAsync(Rootfs, now, Token);
        var changed = Assert.IsType<ArtifactCheck.Changed>(await ArtifactFile.CheckAsync(recorded, Token));
        Assert.StartsWith($"{Rootfs} {difference}", changed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_more_is_missing_and_a_folder_in_its_place_is_a_change()
    {
        var recorded = await Recorded("abc");
        File.Delete(Rootfs);
        Assert.Equal(new ArtifactCheck.Missing($"{Rootfs} does not exist; state 5 made it"), await ArtifactFile.CheckAsync(recorded, Token));
        Directory.CreateDirectory(Rootfs);
        Assert.IsType<ArtifactCheck.Changed>(await ArtifactFile.CheckAsync(recorded, Token));
    }

    [Fact]
    public async Task Measuring_can_be_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await using (var sparse = File.Create(Rootfs))
            sparse.SetLength(1L << 40);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ArtifactFile.MeasureAsync(Rootfs, cancelled.Token));
    }

    private async Task<Artifact> Recorded(string content)
    {
        await File.WriteAllTextAsync(Rootfs, content, Token);
        var measured = Assert.IsType<ArtifactMeasure.Measured>(await ArtifactFile.MeasureAsync(Rootfs, Token));
        return new Artifact("rootfs", Rootfs, measured.Size, measured.Sha256, StateCode.From(5));
    }
}
