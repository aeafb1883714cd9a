using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pawl.Secrets;

namespace Pawl.Alerts;

/// <summary>Makes the request that one kind of channel takes.</summary>
/// <param name="Body">The body, JSON.</param>
/// <param name="Headers">Headers of its own.</param>
internal sealed record AlertRequest(byte[] Body, IReadOnlyList<(string Name, string Value)> Headers);

/// <summary>Posts messages to a URL. It trusts the other side with nothing: no redirect is followed, no answer is read beyond its first bytes, no
/// wait is longer than ten seconds, and no error shows more of the URL than scheme and host.</summary>
/// <param name="client">Connections.</param>
/// <param name="url">Where to.</param>
/// <param name="environment">Where secrets are.</param>
/// <param name="request">What to post.</param>
/// <param name="time">The clock.</param>
internal sealed class HttpAlertSender(
    HttpClient client, SecretSource url, IReadOnlyDictionary<string, string> environment, Func<AlertMessage, AlertRequest> request, TimeProvider time) : IAlertSender
{
    private const int MostAnswer = 64 * 1024;
    private const int MostShown = 200;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <summary>Connections as all channels use them.</summary>
    public static HttpClient NewClient() => new(
        new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = ConnectPatience,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            MaxResponseDrainSize = 0,
        })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public async ValueTask<SendResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        var place = "the channel";
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            var target = Target(url.Read(environment));
            place = $"{target.Scheme}://{target.Authority}";
            using var post = Post(target, request(message));
            using var answer = await client.SendAsync(post, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            var text = await ReadAsync(answer, either.Token).ConfigureAwait(false);
            return Judge(answer, place, text);
        }
        catch (AlertSecretException e)
        {
            return new SendResult.Failed(e.Message, SendFault.Lasting);
        }
        catch (HttpRequestException e)
        {
            return new SendResult.Failed($"{place} can't be reached: {Redactor.Standard.Redact(Reason(e))}", SendFault.Passing);
        }
        catch (IOException e)
        {
            return new SendResult.Failed($"{place} cut the connection: {Redactor.Standard.Redact(e.Message)}", SendFault.Passing);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SendResult.Failed($"{place} did not answer within {Patience.TotalSeconds:0} s", SendFault.Passing);
        }
    }

    // A URL that the file itself shows is no secret; another one is, and nobody may read along.
    private Uri Target(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http"))
            throw new AlertSecretException("what stands where the channel's URL should be is none; it must be https://HOST/PATH");
        return target.Scheme == "https" || target.IsLoopback || url is SecretSource.Open
            ? target
            : throw new AlertSecretException($"the channel's URL on {target.Host} is http: who reads along could use it; it must be https");
    }

    private static HttpRequestMessage Post(Uri target, AlertRequest request)
    {
        var post = new HttpRequestMessage(HttpMethod.Post, new UriBuilder(target) { UserName = "", Password = "" }.Uri) { Content = new ByteArrayContent(request.Body) };
        post.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        post.Headers.UserAgent.ParseAdd("pawl");
        if (target.UserInfo.Length > 0)
            post.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(target.UserInfo))));
        foreach (var (name, value) in request.Headers)
            post.Headers.TryAddWithoutValidation(name, value);
        return post;
    }

    private static async ValueTask<string> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var stream = await answer.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var bytes = new byte[MostAnswer];
            var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return Encoding.UTF8.GetString(bytes, 0, Math.Min(read, MostShown)).Trim();
        }
    }

    private SendResult Judge(HttpResponseMessage answer, string place, string text)
    {
        var code = (int)answer.StatusCode;
        if (code is >= 200 and < 300)
            return new SendResult.Sent();
        if (code is >= 300 and < 400)
            return new SendResult.Failed(
                $"{place} answered {code}, a redirect{RedirectTo(answer)}, which is not followed; configure the URL that it leads to", SendFault.Lasting);
        var shown = ErrorText.Clean(text, Redactor.Standard).ReplaceLineEndings(" ");
        var error = $"{place} answered {code} {answer.ReasonPhrase}{(shown.Length > 0 ? $": {shown}" : "")}";
        var passing = code >= 500 || answer.StatusCode is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout;
        return new SendResult.Failed(error, passing ? SendFault.Passing : SendFault.Lasting, RetryAfter(answer));
    }

    private static string RedirectTo(HttpResponseMessage answer) =>
        answer.Headers.Location is { IsAbsoluteUri: true } to ? $" to {to.Scheme}://{to.Authority}" : "";

    private TimeSpan? RetryAfter(HttpResponseMessage answer) => answer.Headers.RetryAfter switch
    {
        { Delta: { } wait } => wait,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static string Reason(HttpRequestException e) => e.InnerException is { } inner && e.HttpRequestError == HttpRequestError.SecureConnectionError
        ? $"TLS failed: {inner.Message}"
        : e.Message;
}
