using System.Collections.Frozen;
using System.Globalization;

namespace Pawl.Retrying;

/// <summary>The names of Linux's signals (signal(7); numbers of x86 and ARM).</summary>
internal static class SignalName
{
    private const int Highest = 64;

    private static readonly FrozenDictionary<string, int> Numbers = new Dictionary<string, int>(StringComparer.Ordinal)
    {
        ["HUP"] = 1, ["INT"] = 2, ["QUIT"] = 3, ["ILL"] = 4, ["TRAP"] = 5, ["ABRT"] = 6, ["BUS"] = 7, ["FPE"] = 8, ["KILL"] = 9,
        ["USR1"] = 10, ["SEGV"] = 11, ["USR2"] = 12, ["PIPE"] = 13, ["ALRM"] = 14, ["TERM"] = 15, ["STKFLT"] = 16, ["CHLD"] = 17,
        ["CONT"] = 18, ["STOP"] = 19, ["TSTP"] = 20, ["TTIN"] = 21, ["TTOU"] = 22, ["URG"] = 23, ["XCPU"] = 24, ["XFSZ"] = 25,
        ["VTALRM"] = 26, ["PROF"] = 27, ["WINCH"] = 28, ["IO"] = 29, ["PWR"] = 30, ["SYS"] = 31,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Reads <c>TERM</c>, <c>SIGTERM</c> or <c>15</c>.</summary>
    public static bool TryParse(string text, out int number)
    {
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number))
            return number <= Highest && text[0] != '0';
        var name = text.StartsWith("SIG", StringComparison.Ordinal) ? text["SIG".Length..] : text;
        return Numbers.TryGetValue(name, out number);
    }
}
