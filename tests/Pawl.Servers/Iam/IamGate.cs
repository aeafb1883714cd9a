using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Pawl.Servers.Faults;

namespace Pawl.Servers.Iam;

/// <summary>Stands before moto and refuses what the policy of whoever signed a request doesn't allow, since moto itself looks at neither the resources
/// nor the conditions of policies. Whoever has no policy may do everything.</summary>
public sealed class IamGate : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, IamDocument> _policies = new();
    private readonly WebApplication _front;
    private readonly Upstream _upstream;

    private IamGate(Uri server)
    {
        _upstream = new Upstream(server);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options => options.Listen(IPAddress.Loopback, 0));
        _front = builder.Build();
        _front.Run(AnswerAsync);
    }

    /// <summary>Where it is asked.</summary>
    public Uri Endpoint => new(_front.Urls.First());

    /// <summary>What was refused so far.</summary>
    public ConcurrentQueue<string> Refused { get; } = new();

    public static async Task<IamGate> StartAsync(Uri server, CancellationToken cancellationToken)
    {
        var gate = new IamGate(server);
        await gate._front.StartAsync(cancellationToken);
        return gate;
    }

    /// <summary>Binds whoever signs with this key to a policy.</summary>
    public void Bind(string accessKey, string policy) => _policies[accessKey] = new IamDocument(policy);

    public async ValueTask DisposeAsync()
    {
        await _front.DisposeAsync();
        _upstream.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await Received.ReadAsync(context.Request);
        // AWS4-HMAC-SHA256 Credential=KEY/20260102/us-east-1/s3/aws4_request, …
        var (scope, end) = (request.Header("Authorization").Split("Credential=")[^1].Split('/'), 4);
        var answer = scope.Length > end && _policies.TryGetValue(scope[0], out var policy)
            && IamCall.Of(request, scope[3], scope[2]).FirstOrDefault(call => !policy.Allows(call)) is { } refused
            ? Refuse(scope[0], scope[3], refused)
            : await _upstream.SendAsync(request, context.RequestAborted);
        await answer.WriteAsync(context);
    }

    private Answer Refuse(string accessKey, string service, IamCall call)
    {
        Refused.Enqueue($"{call.Action} {call.Resource}");
        return service == "s3"
            ? Answer.Of(403, "application/xml", "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>")
            : Answer.Of(400, "application/x-amz-json-1.0", JsonSerializer.Serialize(new Dictionary<string, string>
            {
                ["__type"] = "com.amazon.coral.service#AccessDeniedException",
                ["Message"] = $"User: arn:aws:iam::123456789012:user/{accessKey} is not authorized to perform: {call.Action} on resource: {call.Resource} because no identity-based policy allows the {call.Action} action",
            }));
    }
}
