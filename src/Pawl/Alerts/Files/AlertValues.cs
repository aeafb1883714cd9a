using System.Globalization;
using System.Net;
using Pawl.Builds;
using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>Parsers for the values of a file of alerts.</summary>
internal static class AlertValues
{
    private const int MostText = 2_000;

    private static readonly (string Word, DayOfWeek Day)[] Days =
    [
        ("mon", DayOfWeek.Monday), ("tue", DayOfWeek.Tuesday), ("wed", DayOfWeek.Wednesday), ("thu", DayOfWeek.Thursday),
        ("fri", DayOfWeek.Friday), ("sat", DayOfWeek.Saturday), ("sun", DayOfWeek.Sunday),
    ];

    private static readonly (string Word, ChannelType Type)[] Types =
        [("slack", ChannelType.Slack), ("teams", ChannelType.Teams), ("webhook", ChannelType.Webhook), ("email", ChannelType.Email)];

    private static readonly (string Word, SmtpTls Tls)[] Encryptions =
        [("starttls", SmtpTls.StartTls), ("implicit", SmtpTls.Implicit), ("none", SmtpTls.None)];

    private static readonly (string Word, FailureCategory Category)[] Categories =
        [("transient", FailureCategory.Transient), ("persistent", FailureCategory.Persistent)];

    public static bool Name(string text, out string value, out Complaint complaint)
    {
        value = text;
        return Fits(Label.TryParse(text, out _), out complaint, $"`{text}` is no name", $"write {Label.Rule}");
    }

    public static bool Type(string text, out ChannelType value, out Complaint complaint) => Word("type of channel", text, Types, out value, out complaint);

    public static bool Tls(string text, out SmtpTls value, out Complaint complaint) => Word("way to use TLS", text, Encryptions, out value, out complaint);

    public static bool Category(string text, out FailureCategory value, out Complaint complaint) => Word("category", text, Categories, out value, out complaint);

    public static bool Day(string text, out DayOfWeek value, out Complaint complaint) => Word("day", text, Days, out value, out complaint);

    public static bool Trigger(string text, out AlertTrigger value, out Complaint complaint)
    {
        var known = AlertTriggerText.TryParse(text, out value);
        complaint = known ? default : ValueParsers.OneOf("thing to tell of", text, AlertTriggerText.Words);
        return known;
    }

    public static bool States(string text, out StateRange value, out Complaint complaint) =>
        Fits(StateRange.TryParse(text, out value), out complaint, $"`{text}` is no state and no range", $"write {StateRange.Rule}");

    public static bool Time(string text, out TimeOnly value, out Complaint complaint) => Fits(
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out value),
        out complaint, $"`{text}` is no time of day", "write hours and minutes in quotes, such as \"07:30\"");

    public static bool Zone(string text, out TimeZoneInfo value, out Complaint complaint)
    {
        var known = TimeZoneInfo.TryFindSystemTimeZoneById(text, out var zone);
        value = zone ?? TimeZoneInfo.Utc;
        return Fits(known, out complaint, $"there is no time zone `{text}` on this machine", "write one as in Europe/Berlin; the package tzdata has them all");
    }

    public static bool Variable(string text, out string value, out Complaint complaint)
    {
        value = text;
        // What stands here by mistake may be the secret itself: it isn't shown.
        return Fits(
            EnvironmentName.IsValid(text), out complaint,
            "this is no name of an environment variable", $"write the variable's name, not its value: {EnvironmentName.Rule}");
    }

    public static bool Path(string text, out string value, out Complaint complaint)
    {
        value = text;
        var valid = text.Length is > 0 and <= MostText && text[0] == '/' && !text.Any(char.IsControl);
        return Fits(valid, out complaint, "this is no whole path of a file", "write one that begins with /");
    }

    public static bool WebUrl(string text, out string value, out Complaint complaint)
    {
        value = text;
        return Fits(IsWebUrl(text), out complaint, "this is no URL that can be posted to", "write https://HOST/PATH");
    }

    public static bool Link(string text, out LinkTemplate value, out Complaint complaint)
    {
        value = new LinkTemplate(text);
        var filled = LinkTemplate.Names.Aggregate(text, (t, name) => t.Replace($"{{{name}}}", "x", StringComparison.Ordinal));
        var valid = IsWebUrl(filled) && !filled.Contains('{', StringComparison.Ordinal) && !filled.Contains('}', StringComparison.Ordinal);
        var names = string.Join(", ", LinkTemplate.Names.Select(name => $"{{{name}}}"));
        return Fits(valid, out complaint, $"`{text}` is no link", $"write https://HOST/PATH with any of {names}");
    }

    public static bool Host(string text, out string value, out Complaint complaint)
    {
        value = text;
        return Fits(
            Uri.CheckHostName(text) != UriHostNameType.Unknown,
            out complaint, $"`{text}` is no name of a server", "write its name, such as smtp.example.org; the port has a key of its own");
    }

    public static bool User(string text, out string value, out Complaint complaint)
    {
        value = text;
        return Fits(text.Length is > 0 and <= MostText && !text.Any(char.IsControl), out complaint, "this is no name of a user", "write one line");
    }

    public static bool Address(string text, out string value, out Complaint complaint)
    {
        value = text;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var valid = text.Length <= 254 && at > 0 && at == text.LastIndexOf('@') && Uri.CheckHostName(text[(at + 1)..]) != UriHostNameType.Unknown
            && text.All(c => c is > ' ' and < '\u007f' and not ('<' or '>' or '"' or ',' or ';' or '(' or ')' or '\\'));
        return Fits(valid, out complaint, $"`{text}` is no address of a mailbox", "write one as in ops@example.org, without a name before it");
    }

    public static bool IsLoopback(string host) =>
        host is "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static bool IsWebUrl(string text) =>
        text.Length <= MostText && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "https" or "http" && uri.Host.Length > 0;

    private static bool Word<T>(string what, string text, (string Word, T Value)[] words, out T value, out Complaint complaint)
    {
        var found = Array.FindIndex(words, word => word.Word == text);
        value = found >= 0 ? words[found].Value : words[0].Value;
        complaint = found >= 0 ? default : ValueParsers.OneOf(what, text, [.. words.Select(word => word.Word)]);
        return found >= 0;
    }

    private static bool Fits(bool valid, out Complaint complaint, string what, string mend)
    {
        complaint = valid ? default : new(what, mend);
        return valid;
    }
}
