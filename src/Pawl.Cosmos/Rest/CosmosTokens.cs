using Azure.Core;
using Azure.Identity;

namespace Pawl.Cosmos.Rest;

/// <summary>Asks for tokens of an account; in a tenant that doesn't know the account by its address, for those of the service.</summary>
internal sealed class CosmosTokens(TokenCredential credential) : TokenCredential
{
    private const string AnyAccount = "https://cosmos.azure.com/.default";

    // https://learn.microsoft.com/entra/identity-platform/reference-error-codes: there is no such resource in the tenant.
    private const string NoSuchResource = "AADSTS500011";

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return credential.GetToken(requestContext, cancellationToken);
        }
        catch (AuthenticationFailedException e) when (IsNoSuchResource(e))
        {
            return credential.GetToken(OfAnyAccount(requestContext), cancellationToken);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            return await credential.GetTokenAsync(requestContext, cancellationToken).ConfigureAwait(false);
        }
        catch (AuthenticationFailedException e) when (IsNoSuchResource(e))
        {
            return await credential.GetTokenAsync(OfAnyAccount(requestContext), cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsNoSuchResource(AuthenticationFailedException e) => e.Message.Contains(NoSuchResource, StringComparison.Ordinal);

    private static TokenRequestContext OfAnyAccount(TokenRequestContext asked) =>
        new([AnyAccount], asked.ParentRequestId, asked.Claims, asked.TenantId, asked.IsCaeEnabled);
}
