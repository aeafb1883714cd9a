using System.Text;
using Pawl.Builds;
using Pawl.Stores;
using Pawl.Stores.Objects;

namespace Pawl.Conformance.Tampering;

/// <summary>Has write access to a folder, bucket or container.</summary>
internal sealed class ObjectForger(Func<IObjectStore> open, Action? clean = null) : IForger
{
    public IBuildStore Open() => new ObjectBuildStore(open(), Surroundings.Context);

    public async Task<List<string>> ReadAsync(BuildId id)
    {
        await using var objects = open();
        var appends = new List<string>();
        foreach (var key in await KeysAsync(objects, id))
            appends.Add(await TextAsync(objects, key));
        return appends;
    }

    public async Task WriteAsync(BuildId id, IReadOnlyList<string> appends)
    {
        await using var objects = open();
        var keys = await KeysAsync(objects, id);
        for (var i = 0; i < keys.Count; i++)
        {
            await objects.DeleteAsync(keys[i], default);
            if (i < appends.Count)
                await PutAsync(objects, keys[i], appends[i]);
        }
    }

    public async Task<string> ChangeProjectionAsync(BuildId id, Random random)
    {
        await using var objects = open();
        var key = $"aws/{id}/state.json";
        var text = await TextAsync(objects, key);
        string[] others = [text.Replace("\"aws\"", "\"azure\""), text.Replace("no room left", "all is well"), text.Replace("\"failed\"", "\"completed\"")];
        await objects.DeleteAsync(key, default);
        await PutAsync(objects, key, others[random.Next(others.Length)]);
        return $"{key} was changed";
    }

    public ValueTask DisposeAsync()
    {
        clean?.Invoke();
        return ValueTask.CompletedTask;
    }

    private static async Task<List<string>> KeysAsync(IObjectStore objects, BuildId id) => await objects.ListAsync($"aws/{id}/history/", "", default).ToListAsync();

    private static async Task<string> TextAsync(IObjectStore objects, string key) =>
        Encoding.UTF8.GetString((await objects.GetAsync(key, int.MaxValue, default))!.Content.Span);

    private static async Task PutAsync(IObjectStore objects, string key, string text)
    {
        try
        {
            await objects.PutAsync(key, Encoding.UTF8.GetBytes(text), PutCondition.Absent, default);
        }
        catch (System.Text.Json.JsonException)
        {
            // A place that takes only JSON doesn't take this: the object is gone, which is a forgery, too.
        }
    }
}
