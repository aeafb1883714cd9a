using System.Buffers;
using System.Collections.Immutable;

namespace Pawl.Secrets;

/// <summary>Whether a value is no secret.</summary>
internal delegate bool HarmlessValue(ReadOnlySpan<char> value);

/// <summary>Values that are no secrets under some names.</summary>
internal static class HarmlessValues
{
    private static readonly ImmutableArray<string> Choices = ["always", "never", "on_create", "required", "optional", "prompt", "prohibit-password", "enabled", "disabled"];
    private static readonly ImmutableArray<string> Prompts = ["retype", "re-enter", "passwd:"];
    private static readonly SearchValues<char> VersionCharacters = SearchValues.Create("0123456789.,-*x )]");

    /// <summary>The path of a file, as in <c>--private-key ~/.ssh/id_rsa</c> and <c>PWD=/root</c>; also PWD=`pwd`.</summary>
    public static bool Path(ReadOnlySpan<char> value) => value[0] is '/' or '~' || value.StartsWith("./") || value.EndsWith(".pem") || value.EndsWith(".key") || value is "pwd";

    /// <summary>More than one word, as in <c>passwd: password updated successfully</c>, where the program's name comes first.</summary>
    public static bool Sentence(ReadOnlySpan<char> value) => value.ContainsAny(' ', '\t') || value is "password";

    /// <summary>A small number: a parser's or a model's token.</summary>
    public static bool SmallNumber(ReadOnlySpan<char> value) => value.Length < 6 && !value.ContainsAnyExceptInRange('0', '9');

    /// <summary>How long a secret is, as in <c>token: 1234 bytes</c>.</summary>
    public static bool Size(ReadOnlySpan<char> value) => value.EndsWith(" bytes", StringComparison.Ordinal);

    /// <summary>The version of a package whose name ends like a secret's: <c>"jsonwebtoken": "^9.0.2"</c>.</summary>
    public static bool Version(ReadOnlySpan<char> value)
    {
        var number = value.TrimStart("^~=<>[( v");
        return number.Length is > 2 and < 24 && char.IsAsciiDigit(number[0]) && number.Contains('.') && !number.ContainsAnyExcept(VersionCharacters);
    }

    /// <summary>When a password is asked for or set, as in <c>update_password: always</c>.</summary>
    public static bool Choice(ReadOnlySpan<char> value) => IsOneOf(value, Choices);

    /// <summary>The next prompt in the same line.</summary>
    public static bool Prompt(ReadOnlySpan<char> value)
    {
        foreach (var prompt in Prompts)
        {
            if (value.StartsWith(prompt, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Anything but a UUID.</summary>
    public static bool NotUuid(ReadOnlySpan<char> value) => !Guid.TryParseExact(value, "D", out _);

    /// <summary>Anything but <c>user:password</c>, or a file of such, in base64.</summary>
    public static bool NotCredentialsInBase64(ReadOnlySpan<char> value)
    {
        Span<byte> bytes = stackalloc byte[256];
        // A file may be long: its beginning tells.
        var begin = value.Length > 256 ? value[..256] : value;
        if (!Convert.TryFromBase64Chars($"{begin}{"==="[..((4 - (begin.Length % 4)) % 4)]}", bytes, out var length) || length < 3)
            return true;
        var text = bytes[..length];
        return text.ContainsAnyExceptInRange((byte)' ', (byte)'~') || text.IndexOf((byte)':') <= 0;
    }

    private static bool IsOneOf(ReadOnlySpan<char> value, ImmutableArray<string> words)
    {
        foreach (var word in words)
        {
            if (value.Equals(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
