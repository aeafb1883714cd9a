using System.Text.RegularExpressions;

namespace Pawl.Retrying.Rules;

/// <summary>The network, and servers that are down for now.</summary>
internal static partial class NetworkRules
{
    public static IReadOnlyList<BuiltInRule> All { get; } =
    [
        BuiltInRule.Transient("a name could not be resolved", Names),
        BuiltInRule.Transient("a connection failed", Connections),
        BuiltInRule.Transient("the network timed out", Timeouts),
        BuiltInRule.Transient("a transfer broke off", Transfers),
        BuiltInRule.Transient("a TLS handshake failed", Tls),
        BuiltInRule.Transient("a server had an error", Servers),
        BuiltInRule.Transient("a machine could not be reached", Machines),
    ];

    // `sudo: unable to resolve host` is printed in every chroot without the host's name, and nothing fails by it.
    [GeneratedRegex(
        """
        could\ not\ resolve\ (host|proxy)|unable\ to\ resolve\ host\ address|temporary\ failure\ (in\ name\ resolution|resolving)
        |(?<!^sudo:\ unable\ to\ resolve\ host\ [^ ]{1,100}:\ )name\ or\ service\ not\ known
        |no\ address\ associated\ with\ (host)?name|nodename\ nor\ servname\ provided|getaddrinfo\ (failed|ENOTFOUND)|\bEAI_AGAIN\b
        |\blookup\ [^ ]{1,255}.{0,60}:\ (no\ such\ host|server\ misbehaving)|failed\ to\ resolve\ '|NameResolutionError
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Names { get; }

    [GeneratedRegex(
        """
        \bconnection\ (refused|reset|closed\ by|aborted|was\ reset|broken\ by|unexpectedly\ closed|lost|failed$)|\bECONN(RESET|REFUSED|ABORTED)\b
        |\bE(HOST|NET)UNREACH\b|network\ is\ unreachable|no\ route\ to\ host|failed\ to\ establish\ a\ new\ connection
        |(could\ not|failed\ to|unable\ to|cannot)\ connect\ to|client_loop:\ send\ disconnect|ssh_exchange_identification
        |kex_exchange_identification|socket\ hang\ up|\bcurl:\ \((5|6|7|18|28|35|52|55|56|92)\)|rsync\ error:.{1,100}\(code\ (10|12|30|35)\)
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Connections { get; }

    [GeneratedRegex(
        """
        \b(connection|operation|request|read|connect|handshake|download|transfer|socket|query|dial|response|resolution)\ timed\ out
        |\bi/o\ timeout|context\ deadline\ exceeded|\bETIMEDOUT\b|\bESOCKETTIMEDOUT\b|Client\.Timeout\ exceeded|operation\ too\ slow
        |\b(Connect|Read|Request)Timeout(Error)?\b(?!\s*[=:]\s*\d)|connection\ timeout$
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Timeouts { get; }

    [GeneratedRegex(
        """
        remote\ end\ closed\ connection|\bRemoteDisconnected\b|\bIncompleteRead\b|\bChunkedEncodingError\b|transfer\ closed\ with
        |\bearly\ EOF\b|(^|[\ :])unexpected\ EOF$|remote\ end\ hung\ up\ unexpectedly|RPC\ failed;\ |recv\ failure|http2:\ .{0,60}GOAWAY
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Transfers { get; }

    [GeneratedRegex(
        """
        \bTLS\ handshake\ (timeout|fail)|\bSSL_ERROR_(SYSCALL|ZERO_RETURN)\b|gnutls_handshake\(\)\ failed|SSL\ connection\ timeout
        |unable\ to\ establish\ SSL\ connection|TLS\ connection\ was\ non-properly\ terminated|EOF\ occurred\ in\ violation\ of\ protocol
        |SSL\ routines:.{0,60}unexpected\ eof
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Tls { get; }

    [GeneratedRegex(
        """
        \b500\ Internal\ Server\ Error|\b502\ (Bad|Proxy)|\bService\ (is\ )?(temporarily\ )?Unavailable\b|\b504\ Gateway
        |returned\ error:\ 50[0234]|\bHTTP\ ?Error\ 50[0234]\b|\bstatus(\ code)?:?\ 50[0234]\b
        |\((ServiceUnavailable|InternalError|InternalFailure|InternalServerError|Unavailable|ServerException)\)
        |Code="?(ServiceUnavailable|InternalServerError|InternalExecutionError)|\bbackendError\b
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Servers { get; }

    [GeneratedRegex(
        """
        \btime(d\ ?)?out\ waiting\ for\ (SSH|WinRM|instance|machine|IP|a?\ ?connection|the\ VM)|timed\ out\ waiting\ for\ (SSH|WinRM)
        |:\ UNREACHABLE!|\bunreachable=[1-9]|Failed\ to\ connect\ to\ the\ host\ via\ ssh|last\ message:\ Timed\ out
        """,
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Machines { get; }
}
