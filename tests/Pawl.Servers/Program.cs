using System.Runtime.InteropServices;
using Pawl.Servers;

// PAWL.SERVERS NAME...: starts the servers named, prints "NAME PORT PROCESS..." for each once it answers, and ends them with itself.
Dictionary<string, Func<Task<TestServer>>> kinds = new()
{
    ["moto"] = async () => await MotoServer.StartAsync(default),
    ["azurite"] = async () => await AzuriteServer.StartAsync(default),
    ["cosmos"] = async () => await CosmosServer.StartAsync(default),
    ["postgres"] = async () => await PostgresServer.StartAsync(default),
    ["redis"] = async () => await RedisServer.StartAsync(default),
    ["ceph"] = async () => await CephServer.StartAsync(default),
};
if (args.Length == 0 || !args.All(kinds.ContainsKey))
{
    Console.Error.WriteLine($"usage: Pawl.Servers NAME...; a NAME is one of {string.Join(", ", kinds.Keys)}");
    return 2;
}

var asked = new TaskCompletionSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);

List<TestServer> started = [];
try
{
    foreach (var name in args)
    {
        var server = await kinds[name]();
        started.Add(server);
        Console.WriteLine($"{name} {server.Port} {string.Join(' ', server.ProcessIds)}");
    }
    await asked.Task;
    return 0;
}
catch (TestServerException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
finally
{
    foreach (var server in started)
        await server.DisposeAsync();
}

void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    asked.TrySetResult();
}
