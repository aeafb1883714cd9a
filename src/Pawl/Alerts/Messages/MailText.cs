using System.Text;

namespace Pawl.Alerts;

/// <summary>A message as a mail: a subject of one line, and plain text.</summary>
public static class MailText
{
    private const int MostSubject = 200;

    /// <summary>The subject: no control character in it, so that nothing in a build can add a header.</summary>
    public static string Subject(AlertMessage message)
    {
        var line = string.Concat($"[pawl] {AlertWording.Headline(message)}".Select(c => char.IsControl(c) ? ' ' : c));
        return line.Length <= MostSubject ? line : $"{line.AsSpan(0, MostSubject)}...";
    }

    /// <summary>The text.</summary>
    public static string Body(AlertMessage message, LinkTemplate link)
    {
        var text = new StringBuilder(AlertWording.Headline(message)).AppendLine().AppendLine();
        if (message.Alerts is not [var only])
            return text.AppendJoin(Environment.NewLine, AlertWording.Lines(message)).AppendLine().ToString();
        foreach (var (name, value) in AlertWording.Facts(only))
            text.AppendLine($"{name + ":",-10} {value}");
        if (link.For(only) is { Length: > 0 } url)
            text.AppendLine($"{"Link:",-10} {url}");
        if (only.Error.Length > 0)
            text.AppendLine().AppendLine(only.Error);
        return text.ToString();
    }
}
