using System.Text;

namespace Pawl.Tests.Secrets.Corpus;

/// <summary>Random text of given shapes; the same for the same seed.</summary>
internal sealed class Shapes(int seed)
{
    public const string Digits = "0123456789";
    public const string Lower = "abcdefghijklmnopqrstuvwxyz";
    public const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    public const string Base62 = Upper + Lower + Digits;

    private readonly Random _random = new(seed);

    public string Of(string alphabet, int length) => string.Create(length, (alphabet, _random), static (text, state) =>
    {
        for (var i = 0; i < text.Length; i++)
            text[i] = state.alphabet[state._random.Next(state.alphabet.Length)];
    });

    public string Alnum(int length) => Of(Base62, length);

    public string Url(int length) => Of(Base62 + "-_", length);

    public string Hex(int length) => Of("0123456789abcdef", length);

    public string LowerAlnum(int length) => Of(Lower + Digits, length);

    public string Base32(int length) => Of(Upper + "234567", length);

    public string Number(int length) => Of("123456789", 1) + Of(Digits, length - 1);

    public string Crypt(int length) => Of("./" + Base62, length);

    public string Base64(int bytes)
    {
        var all = new byte[bytes];
        _random.NextBytes(all);
        return Convert.ToBase64String(all);
    }

    public string Base64Url(int bytes) => Base64(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    public static string Base64Of(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    public string Uuid() => $"{Hex(8)}-{Hex(4)}-4{Hex(3)}-a{Hex(3)}-{Hex(12)}";

    public T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    public int Next(int least, int most) => _random.Next(least, most + 1);
}
