using System.Diagnostics;
using Pawl.Builds;
using Pawl.Retrying;
using Pawl.Retrying.Rules;
using Pawl.Running;
using Xunit;

namespace Pawl.Tests.Retrying;

public sealed class FailureClassifierTests
{
    private static readonly TaskEnd Exit1 = new TaskEnd.Exited(1);

    public static TheoryData<string, string> Transient => ToolOutput.Transient;

    public static TheoryData<string, string> Persistent => ToolOutput.Persistent;

    public static TheoryData<string> Harmless => ToolOutput.Harmless;

    public static TheoryData<TaskEnd, FailureCategory, string> Ends => new()
    {
        { new TaskEnd.TimedOut(TimeSpan.FromMinutes(1)), FailureCategory.Transient, "the task took longer than its timeout" },
        { new TaskEnd.Signaled(9), FailureCategory.Transient, "the task was killed by signal 9" },
        { new TaskEnd.Signaled(15), FailureCategory.Transient, "the task was killed by signal 15" },
        { new TaskEnd.Exited(137), FailureCategory.Transient, "the task was killed by signal 9" },
        { new TaskEnd.Exited(75), FailureCategory.Transient, "exit 75, a temporary failure" },
        { new TaskEnd.Signaled(4), FailureCategory.Persistent, "signal 4, the program is not for this machine" },
        { new TaskEnd.Exited(64), FailureCategory.Persistent, "exit 64, a command is used wrongly" },
        { new TaskEnd.Exited(78), FailureCategory.Persistent, "exit 78, a configuration is wrong" },
        { new TaskEnd.Exited(126), FailureCategory.Persistent, "exit 126, a command can't be executed" },
        { new TaskEnd.Exited(127), FailureCategory.Persistent, "exit 127, a command is missing" },
        { new TaskEnd.NotStarted("no such folder"), FailureCategory.Persistent, "the task could not be started" },
        { new TaskEnd.NotStarted("fork: Resource temporarily unavailable"), FailureCategory.Transient, "the machine is short of something for now" },
    };

    [Theory]
    [MemberData(nameof(Transient))]
    public void What_tools_print_of_passing_troubles_is_transient(string line, string rule) =>
        Assert.Equal(new(FailureCategory.Transient, "built-in: " + rule), Classify(line));

    [Theory]
    [MemberData(nameof(Persistent))]
    public void What_tools_print_of_lasting_troubles_is_persistent(string line, string rule) =>
        Assert.Equal(new(FailureCategory.Persistent, "built-in: " + rule), Classify(line));

    [Theory]
    [MemberData(nameof(Harmless))]
    public void A_harmless_line_says_nothing(string line) =>
        Assert.Equal(new(FailureCategory.Transient, FailureClassifier.Unrecognised), Classify(line));

    [Theory]
    [MemberData(nameof(Ends))]
    public void How_a_task_ended_comes_before_its_words(TaskEnd end, FailureCategory category, string rule) =>
        Assert.Equal(new(category, "built-in: " + rule), FailureClassifier.BuiltIn.Classify(end, ["E: Unable to locate package x"]));

    [Fact]
    public void Every_built_in_rule_is_shown_by_a_line_that_it_decides()
    {
        var shown = ToolOutput.Transient.Concat(ToolOutput.Persistent).Select(row => "built-in: " + row.Data.Item2).ToHashSet();

        Assert.Equal([], BuiltInRules.OfWords.Select(rule => rule.Name).Except(shown));
    }

    [Fact]
    public void The_pipelines_persistent_rules_come_first_then_its_transient_ones_then_the_built_in_ones()
    {
        var both = new FailureClassifier([Rule("exit 75"), Rule("exit 2"), Rule("/locate package/")], [Rule("exit 75")]);

        Assert.Equal(new(FailureCategory.Persistent, "exit 75"), both.Classify(new TaskEnd.Exited(75), []));
        Assert.Equal(new(FailureCategory.Transient, "exit 2"), both.Classify(new TaskEnd.Exited(2), []));
        Assert.Equal(new(FailureCategory.Transient, "/locate package/"), both.Classify(Exit1, ["E: Unable to locate package x"]));
        Assert.Equal(FailureCategory.Persistent, both.Classify(Exit1, ["E: Version '1' for 'x' was not found"]).Category);
    }

    [Fact]
    public void What_no_rule_knows_is_transient() =>
        Assert.Equal(new(FailureCategory.Transient, "unrecognised"), Classify("something went wrong"));

    [Fact]
    public void A_consequence_does_not_hide_a_network_failure_before_it() =>
        Assert.Equal(FailureCategory.Transient, Classify("Err:1 http://deb.example.org Temporary failure resolving 'deb.example.org'", "E: Unable to locate package curl").Category);

    [Fact]
    public void Words_far_above_the_end_say_nothing()
    {
        string[] quiet = [.. Enumerable.Repeat("working", 50)];

        Assert.Equal(FailureClassifier.Unrecognised, Classify(["E: Unable to locate package x", .. quiet]).Rule);
        Assert.Equal(FailureClassifier.Unrecognised, Classify(["cat: /x: No such file or directory", .. quiet[..10]]).Rule);
        Assert.Equal(FailureCategory.Persistent, Classify(["cat: /x: No such file or directory", .. quiet[..9]]).Category);
    }

    [Fact]
    public void An_error_that_the_playbook_ignores_says_nothing() =>
        Assert.Equal(FailureClassifier.Unrecognised, Classify("fatal: [h]: FAILED! => {\"msg\": \"'x' is undefined\"}", "...ignoring", "done").Rule);

    [Fact]
    public void Colours_and_ends_of_lines_do_not_hide_words() =>
        Assert.Equal("built-in: a Python program is wrong", Classify("\e[1;31mNameError: name 'x' is not defined\e[0m\r").Rule);

    [Fact]
    public void A_text_without_a_task_is_known_by_its_words() =>
        Assert.Equal("built-in: a package does not exist", FailureClassifier.ClassifyText(["E: Unable to locate package x"]).Rule);

    [Fact]
    public void Megabytes_of_output_are_classified_at_once()
    {
        string[] pieces = [new('a', 1_000_000), string.Concat(Enumerable.Repeat("dial tcp: lookup ", 60_000)), string.Concat(Enumerable.Repeat("E: image was not ", 60_000))];
        string[] lines = [.. Enumerable.Repeat(pieces, 100).SelectMany(piece => piece)];
        var started = Stopwatch.GetTimestamp();

        Classify(lines);

        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(10));
    }

    private static Classification Classify(params string[] lines) => FailureClassifier.BuiltIn.Classify(Exit1, lines);

    private static FailureRule Rule(string text) =>
        FailureRule.TryParse(text, out var rule, out var complaint) ? rule : throw new FormatException(complaint.ToString());
}
