using System.Text;

namespace Pawl.Secrets;

/// <summary>The ways in which a secret value may appear in text.</summary>
internal static class LiteralForms
{
    /// <summary>A value with fewer characters is a word, taken out only where it stands alone.</summary>
    public const int Shortest = 4;

    // A piece of base64 that is shorter may well be something else.
    private const int ShortestInside = 8;

    /// <summary>The forms of a value of <see cref="Shortest"/> characters or more: itself, or each line of it that is long enough; in
    /// base64, alone or inside of something longer; in hexadecimal; as <see cref="EscapedForms"/> write it. None contains a line end or a marker.</summary>
    public static IEnumerable<string> Of(string value)
    {
        var trimmed = value.Trim();
        if (trimmed.Length < Shortest)
            return [];
        var whole = new[] { trimmed, value, trimmed + "\n" }.Distinct();
        return Lines(trimmed)
            .Concat(whole.SelectMany(Encoded))
            .SelectMany(form => form.Split(Redactor.Marker))
            .Where(form => form.Length >= Shortest)
            .Distinct();
    }

    // Each line may be escaped by itself: a log shows one at a time.
    private static IEnumerable<string> Lines(string value) => value.Split(['\r', '\n']).Select(line => line.Trim()).SelectMany(line => EscapedForms.Of(line).Prepend(line));

    private static IEnumerable<string> Encoded(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        // PowerShell takes its commands in UTF-16.
        return [.. EscapedForms.Of(value), .. Base64(bytes), .. Base64(Encoding.Unicode.GetBytes(value)), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes)];
    }

    // Inside of longer base64 a value begins at one of three places within a group of four characters; the characters at its border
    // also hold bits of its neighbours and are left out.
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        var standard = Convert.ToBase64String(bytes);
        var inside = Enumerable.Range(0, 3).Select(offset => Inside(bytes, offset)).Where(form => form.Length >= ShortestInside);
        return inside.Append(standard).Append(standard.TrimEnd('=')).SelectMany(form => new[] { form, form.Replace('+', '-').Replace('/', '_') });
    }

    private static string Inside(byte[] bytes, int offset)
    {
        var text = Convert.ToBase64String([.. new byte[offset], .. bytes]);
        var from = offset switch { 0 => 0, 1 => 2, _ => 3 };
        var to = (offset + bytes.Length) * 8 / 6;
        return text[from..to];
    }
}
