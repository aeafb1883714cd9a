using Azure.Core;
using Azure.Identity;

namespace Pawl.Signing;

/// <summary>Azure's default chain of credentials, without what a build worker can't have: environment, workload identity, managed identity,
/// the <c>az</c> command. <c>AZURE_TOKEN_CREDENTIALS</c> narrows it further, as for all of Azure's programs.</summary>
internal static class AzureCredentials
{
    /// <summary>The chain. Asks nobody yet.</summary>
    public static TokenCredential Default() => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeAzurePowerShellCredential = true,
        ExcludeAzureDeveloperCliCredential = true,
        ExcludeInteractiveBrowserCredential = true,
        ExcludeBrokerCredential = true,
    });
}
