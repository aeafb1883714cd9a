namespace Pawl.EndToEnd.Verbs;

public sealed class ArtifactTests : CommandFixture
{
    [Fact]
    public async Task An_artifact_is_recorded_with_size_and_checksum_and_found_changed_or_missing_later()
    {
        await InitAsync("web-42");
        var file = Path.Combine(Folder, "rootfs.tar");
        await File.WriteAllTextAsync(file, "abc", TestContext.Current.CancellationToken);

        await DoneAsync("artifact", "add", "web-42", "rootfs", "rootfs.tar");

        var recorded = (await DoneAsync("artifact", "list", "web-42", "--json")).Json[0];
        Assert.Equal((file, 3, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"), (recorded.GetProperty("path").GetString(), recorded.GetProperty("size").GetInt32(), recorded.GetProperty("sha256").GetString()));
        Assert.StartsWith("intact", (await DoneAsync("artifact", "verify", "web-42")).Out, StringComparison.Ordinal);

        await File.WriteAllTextAsync(file, "abd", TestContext.Current.CancellationToken);
        var changed = await PawlAsync("artifact", "verify", "web-42");
        File.Delete(file);
        var missing = await PawlAsync("artifact", "verify", "web-42", "--json");

        Assert.Equal(4, changed.Code);
        Assert.StartsWith("changed", changed.Out, StringComparison.Ordinal);
        Assert.Equal((4, "missing"), (missing.Code, missing.Json[0].GetProperty("result").GetString()));
        (await PawlAsync("artifact", "add", "web-42", "rootfs", "rootfs.tar")).IsRefused(2, "does not exist");
        (await PawlAsync("artifact", "add", "web-42", "a b", "rootfs.tar")).IsRefused(2, "is not an artifact's name");
    }
}
