using CsCheck;
using Pawl.Running;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class ErrorTextTests
{
    private static readonly TaskEnd Failed = new TaskEnd.Exited(1);

    public static TheoryData<TaskEnd, string> Endings => new()
    {
        { new TaskEnd.Exited(1), "exit code 1" },
        { new TaskEnd.Signaled(9), "killed by signal 9 (KILL)" },
        { new TaskEnd.Signaled(40), "killed by signal 40" },
        { new TaskEnd.TimedOut(TimeSpan.FromMinutes(45)), "timed out after 45m" },
        { new TaskEnd.TimedOut(TimeSpan.FromMilliseconds(90_500)), "timed out after 1m30s500ms" },
        { new TaskEnd.TimedOut(TimeSpan.FromHours(25)), "timed out after 1d1h" },
        { new TaskEnd.Stopped(), "stopped" },
        { new TaskEnd.NotStarted("no such\nfolder"), "could not be started: no such folder" },
    };

    [Theory]
    [MemberData(nameof(Endings))]
    public void The_first_line_says_how_the_task_ended(TaskEnd end, string expected) => Assert.Equal(expected, ErrorText.From(end, new TailLines()));

    [Fact]
    public void The_last_lines_follow() => Assert.Equal("exit code 1\none\ntwo", From("one", "two"));

    [Fact]
    public void Blank_lines_rulers_colours_and_progress_are_left_out() => Assert.Equal("exit code 1\nfetching\nE: failed at 45%", From(
        "", "\e[1mfetching\e[0m", "   ", "=======", " 45%", "\e]0;title\aReceiving objects:  45% (450/1000)", "#####          45.3%",
        "file.iso  12% [==>      ] 3.2MB/s eta 10s", "  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0", "E: failed at 45%"));

    [Fact]
    public void Of_a_line_that_was_overwritten_the_last_part_counts() => Assert.Equal("exit code 1\ndone", From(" 10%\r 20%\rdone\r"));

    [Fact]
    public void Repeated_lines_come_once() => Assert.Equal("exit code 1\na\nretrying (x12)\nb", From(["a", .. Enumerable.Repeat("retrying", 12), "b"]));

    [Fact]
    public void If_there_is_only_progress_that_is_better_than_nothing() => Assert.Equal("exit code 1\n 45%", From(" 45%", ""));

    [Fact]
    public void An_error_far_above_the_end_is_shown_with_what_is_around_it()
    {
        string[] before = [.. Enumerable.Range(1, 100).Select(i => $"step {i} done")];
        string[] after = [.. Enumerable.Range(1, 100).Select(i => $"cleaning {i}")];
        var lines = From([.. before, "Error: could not reach the mirror", .. after]).Split('\n');
        Assert.Equal(ErrorText.MaxLines, lines.Length);
        Assert.Equal(["exit code 1", "[... 98 lines left out ...]", "step 99 done", "step 100 done", "Error: could not reach the mirror", "cleaning 1"], lines[..6]);
        Assert.Equal("[... 86 lines left out ...]", lines[6]);
        Assert.Equal(after[^13..], lines[7..]);
    }

    [Fact]
    public void Lines_that_the_tail_dropped_count_as_left_out()
    {
        var tail = new TailLines(maxLines: 2);
        for (var i = 1; i <= 1_002; i++)
            tail.Add($"line {i}");
        Assert.Equal("exit code 1\n[... 1,000 lines left out ...]\nline 1001\nline 1002", ErrorText.From(Failed, tail));
    }

    [Fact]
    public void A_long_line_is_cut_in_its_middle()
    {
        var line = From("start " + new string('x', 10_000) + " end").Split('\n')[1];
        Assert.StartsWith("start xx", line, StringComparison.Ordinal);
        Assert.EndsWith("xx end", line, StringComparison.Ordinal);
        Assert.Contains("characters left out", line, StringComparison.Ordinal);
    }

    [Fact]
    public void The_bounds_hold_for_any_output() =>
        Gen.Select(Lines, Gen.String[0, 2_000]).Sample((lines, message) =>
        {
            var tail = new TailLines();
            foreach (var line in lines)
                tail.Add(line);
            return new TaskEnd[] { Failed, new TaskEnd.NotStarted(message) }.Select(end => ErrorText.From(end, tail)).All(text =>
                text.Length <= ErrorText.MaxLength && text.Split('\n').Length <= ErrorText.MaxLines && IsClean(text));
        });

    [Fact]
    public void A_users_text_is_cleaned_and_redacted() => Assert.Equal(
        "it said \"no\"\n\tpassword=[redacted]\nlast \uFFFD 'x' \U0001F600",
        ErrorText.Clean("\n\e[31mit said \"no\"\e[0m\r\n\tpass\0word=x\u0001y\rlast \uD800 'x' \U0001F600\a\n\n", Redactor.Standard));

    [Fact]
    public void Megabytes_of_a_users_text_are_cut_to_the_first_and_the_last_part()
    {
        var text = ErrorText.Clean("first line\n" + string.Join("\n", Enumerable.Repeat(new string('x', 80), 50_000)) + "\nlast line", Redactor.Standard);
        var lines = text.Split('\n');
        Assert.InRange(text.Length, ErrorText.MaxLength - 300, ErrorText.MaxLength);
        Assert.Equal("first line", lines[0]);
        Assert.Equal("last line", lines[^1]);
        Assert.Single(lines, line => line.StartsWith("[... 4,0", StringComparison.Ordinal) && line.EndsWith("characters left out ...]", StringComparison.Ordinal));
        Assert.All(lines[1..^1], line => Assert.True(line.Length == 80 || line.StartsWith("[...", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_secret_at_the_cut_is_hidden_before_the_cut()
    {
        var secret = SecretCorpus.Random(SecretCorpus.Alphanumeric, 60);
        for (var at = 1_900; at < 2_100; at++)
        {
            var text = ErrorText.Clean(new string('.', at) + secret + new string('.', 9_000), Redactor.For([secret]));
            Assert.DoesNotContain(secret[..8], text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    public void No_character_is_cut_in_two(string before) =>
        Assert.True(IsClean(ErrorText.Clean(before + string.Concat(Enumerable.Repeat("\U0001F600", 5_000)) + before, Redactor.Standard)));

    [Fact]
    public void The_bound_holds_for_any_text_of_a_user() => Gen.Select(Lines, Gen.OneOf(Gen.Const("\n"), Gen.Const("\r\n"), Gen.Const("\r"))).Sample((lines, end) =>
        ErrorText.Clean(string.Join(end, lines), Redactor.Standard) is var text && text.Length <= ErrorText.MaxLength && IsClean(text));

    [Fact]
    public void A_text_of_nothing_but_control_characters_is_empty() => Assert.Equal("", ErrorText.Clean("\0\r\n \a\e[0m", Redactor.Standard));

    private static Gen<List<string>> Lines => Gen.OneOf(
        Gen.String[0, 200], Gen.Char["a\e[]m;1\r%\t\0\uD800\uDC00\b"].Array[0, 100].Select(c => new string(c)),
        Gen.Const("fatal: error"), Gen.Int[0, 999].Select(i => i + new string('y', 400)), Gen.Int[0, 999].Select(i => $"E: {i}" + new string('y', 5_000)), Gen.Const("")).List[0, 120];

    private static bool IsClean(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                i++;
            else if (char.IsSurrogate(text[i]) || (char.IsControl(text[i]) && text[i] is not ('\n' or '\t')))
                return false;
        }

        return true;
    }

    private static string From(params string[] lines)
    {
        var tail = new TailLines();
        foreach (var line in lines)
            tail.Add(line);
        return ErrorText.From(Failed, tail);
    }
}
