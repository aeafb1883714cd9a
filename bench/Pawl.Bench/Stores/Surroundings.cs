using Pawl.Servers;
using Pawl.Stores;

namespace Pawl.Bench.Stores;

/// <summary>The world around the stores: credentials come from the environment alone, here those that the servers know.</summary>
internal static class Surroundings
{
    public static StoreContext Context { get; } = new(TimeProvider.System, warning => Markdown.Progress($"warning: {warning}"));

    /// <summary>Ceph knows these; moto takes any.</summary>
    public static void SetAwsCredentials()
    {
        Environment.SetEnvironmentVariable("AWS_ACCESS_KEY_ID", CephServer.AccessKey);
        Environment.SetEnvironmentVariable("AWS_SECRET_ACCESS_KEY", CephServer.SecretKey);
        Environment.SetEnvironmentVariable("AWS_REGION", "us-east-1");
    }

    public static StoreUrl Url(string text) => StoreUrl.TryParse(text, out var url, out var complaint) ? url : throw new FormatException(complaint);
}
