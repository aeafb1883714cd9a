using System.Diagnostics.CodeAnalysis;
using System.Text;
using Pawl.Builds;
using Pawl.Retrying;

namespace Pawl.Pipelines;

/// <summary>Reads one value's text.</summary>
internal delegate bool ValueParser<T>(string text, [MaybeNullWhen(false)] out T value, out Complaint complaint);

/// <summary>Parsers for the values of a pipeline file that have no type of their own.</summary>
internal static class ValueParsers
{
    /// <summary>Linux's MAX_ARG_STRLEN without the closing NUL: the longest argument or variable that a process can get.</summary>
    private const int MaxArgument = (128 * 1024) - 1;

    private const int MaxName = 64;
    private const int MaxTitle = 100;

    public static bool PipelineName(string text, out string value, out Complaint complaint)
    {
        value = text;
        var valid = Pipeline.IsName(text);
        complaint = valid ? default : new($"`{text}` is no name for a pipeline", $"write {Pipeline.NameRule}");
        return valid;
    }

    public static bool LabelText(string text, out Label value, out Complaint complaint)
    {
        var valid = Label.TryParse(text, out value);
        complaint = valid ? default : new($"`{text}` is no label", $"write {Label.Rule}");
        return valid;
    }

    public static bool ArtifactName(string text, out string value, out Complaint complaint)
    {
        value = text;
        var valid = Label.TryParse(text, out _);
        complaint = valid ? default : new($"`{text}` is no name for an artifact", $"write {Label.Rule}");
        return valid;
    }

    public static bool StateName(string text, out string value, out Complaint complaint)
    {
        value = text;
        var valid = text.Length is > 0 and <= MaxTitle && !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);
        complaint = valid ? default : new("the name of a state is a line of 1 to 100 characters", "write a shorter one, on one line");
        return valid;
    }

    public static bool VariableName(string text, out string value, out Complaint complaint)
    {
        value = text;
        complaint = EnvironmentName.IsValid(text)
            ? EnvironmentName.IsReserved(text) ? new($"`{text}` is a variable that Pawl itself sets", "choose another name") : default
            : new($"`{text}` is no name of an environment variable", $"write {EnvironmentName.Rule}");
        return complaint == default;
    }

    public static bool KeyVariable(string text, out string value, out Complaint complaint)
    {
        value = text;
        complaint = !EnvironmentName.IsValid(text) ? new($"`{text}` is no name of an environment variable", $"write {EnvironmentName.Rule}")
            : EnvironmentName.IsKey(text) ? default
            : new($"`{text}` is passed on anyway: `pass` is for Pawl's own keys, such as PAWL_KEY_FILE", "take it out");
        return complaint == default;
    }

    public static bool VariableValue(string text, out string value, out Complaint complaint)
    {
        value = text;
        complaint = ArgumentComplaint(text, "the value", "put it into a file, and the file's path here");
        return complaint == default;
    }

    public static bool Script(string text, out string value, out Complaint complaint)
    {
        value = text;
        complaint = string.IsNullOrWhiteSpace(text)
            ? new("`run` is empty", "write a command, or leave `run` out for a milestone that passes at once")
            : ArgumentComplaint(text, "`run`", "put the script into a file, and run that here");
        return complaint == default;
    }

    public static bool Strategy(string text, out RetryStrategy value, out Complaint complaint)
    {
        var known = RetryStrategyText.TryParse(text, out value);
        complaint = known ? default : OneOf("strategy", text, RetryStrategyText.Words);
        return known;
    }

    public static bool ShellWord(string text, out Shell value, out Complaint complaint)
    {
        var known = ShellText.TryParse(text, out value);
        complaint = known ? default : OneOf("shell", text, ShellText.Words);
        return known;
    }

    public static bool PositiveDuration(string text, out TimeSpan value, out Complaint complaint)
    {
        if (!Duration.TryParse(text, out value, out complaint))
            return false;
        if (value == TimeSpan.Zero)
            complaint = new($"`{text}` leaves no time at all", "write a longer duration, or leave the key out for no limit");
        return value > TimeSpan.Zero;
    }

    private static Complaint ArgumentComplaint(string text, string what, string mend)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            return new($"{what} has a NUL in it, which no process can get", "take it out");
        return Encoding.UTF8.GetByteCount(text) > MaxArgument - MaxName ? new($"{what} is longer than a process can get", mend) : default;
    }

    /// <summary>What to say of a word that is none of those that are known.</summary>
    public static Complaint OneOf(string what, string text, IReadOnlyList<string> words)
    {
        var meant = Suggestion.For(text, words);
        var all = string.Join(", ", words);
        return new($"`{text}` is no {what}", meant.Length > 0 ? $"did you mean `{meant}`? There are {all}" : $"write one of {all}");
    }
}
