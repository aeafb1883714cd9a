using Xunit;
using static Pawl.Tests.Pipelines.PipelineText;

namespace Pawl.Tests.Pipelines;

public sealed class TopLevelFaultTests
{
    public static TheoryData<string, string, string, string> Table => new()
    {
        { "provider: a\nimage_type: t\n" + End, "1:1", "the pipeline has no `name`", "add `name:" },
        { "name: p\nimage_type: t\n" + End, "1:1", "no `provider`", "add `provider: private`" },
        { "name: p\nprovider: a\n" + End, "1:1", "no `image_type`", "add `image_type:" },
        { Head, "1:1", "no `states`", "code: 100" },
        { Head + "stats: x\n" + End, "4:1", "no key `stats`", "did you mean `states`?" },
        { Head + "image-type: x\n" + End, "4:1", "no key `image-type`", "did you mean `image_type`?" },
        { Head + "timeout: 5m\n" + End, "4:1", "no key `timeout`", "key of a state; move it there" },
        { Head + "zzzzzzzzz: 1\n" + End, "4:1", "no key `zzzzzzzzz`", "write one of name, provider" },
        { Head + "name: q\n" + End, "4:1", "`name` is here twice, first in line 1", "keep one" },
        { "name: Debian\nprovider: a\nimage_type: t\n" + End, "1:7", "`Debian` is no name for a pipeline", "a lower-case letter" },
        { "name: 42\nprovider: a\nimage_type: t\n" + End, "1:7", "`name` is a number, where a text belongs", "put it in quotes: \"42\"" },
        { "name: p\nprovider: true\nimage_type: t\n" + End, "2:11", "a truth value", "put it in quotes: \"true\"" },
        { "name: p\nprovider: a b\nimage_type: t\n" + End, "2:11", "`a b` is no label", "letter or digit" },
        { "name: p\nprovider: a\nimage_type: [t]\n" + End, "3:13", "`image_type` is a list", "write one value" },
        { "name: p\nprovider:\nimage_type: t\n" + End, "2:10", "`provider` has no value", "write one value" },
        { Head + "shell: zsh\n" + End, "4:8", "`zsh` is no shell", "did you mean `sh`? There are sh, bash" },
        { Head + "env: [A]\n" + End, "4:6", "`env` is a list, where keys and values belong", "key: value" },
        { Head + "env:\n" + End, "4:5", "`env` has no value", "leave it out" },
        { Head + "env: {1A: x}\n" + End, "4:7", "`1A` is no name of an environment variable", "a letter or '_'" },
        { Head + "env: {A: x, A: y}\n" + End, "4:13", "`A` is here twice, first in line 4", "keep one" },
        { Head + "env: {A: }\n" + End, "4:10", "`A` has no value", "in quotes if it is empty" },
        { Head + "env: {A: [x]}\n" + End, "4:10", "`A` is a list", "write one value" },
        { Head + "env: {A: \"x\\0\"}\n" + End, "4:10", "NUL", "take it out" },
        { Head + "env: {PAWL_STATE: x}\n" + End, "4:7", "`PAWL_STATE` is a variable that Pawl itself sets", "choose another" },
        { Head + "env: {BUILD_ID: x}\n" + End, "4:7", "`BUILD_ID`", "choose another" },
        { Head + "env: {CLOUD_PROVIDER: x}\n" + End, "4:7", "`CLOUD_PROVIDER`", "choose another" },
        { Head + "env: {IMAGE_TYPE: x}\n" + End, "4:7", "`IMAGE_TYPE`", "choose another" },
        { Head + "secrets: PASSWORD\n" + End, "4:10", "`secrets` is a text, where a list belongs", "[one, another]" },
        { Head + "secrets: [my-password]\n" + End, "4:11", "`my-password` is no name of an environment variable", "letters, digits or '_'" },
        { Head + "secrets: [A, A]\n" + End, "4:14", "`A` is in `secrets` twice", "take one" },
        { Head + "states: x\n", "4:9", "`states` is a text, where a list belongs", "code: 100" },
        { Head + "states: []\n", "4:9", "there are no states", "code: 100" },
        { Head + "states:\n  - 5\n  - code: 100\n", "5:5", "the state is a number, where keys and values belong", "key: value" },
        { Head + "states:\n  - code: 95\n", "5:11", "the last state is 95, not 100", "code: 100" },
        { Head + "states:\n  - code: 20\n  - code: 10\n  - code: 100\n", "6:11", "state 10 stands after state 20", "move it up" },
        { Head + "states:\n  - code: 100\n  - code: 10\n", "6:11", "state 10 stands after state 100", "move it up" },
        { Head + "states:\n  - code: 20\n  - code: 20\n  - code: 100\n", "6:11", "state 20 is here twice, first in line 5", "another code" },
        { "just words\n", "1:1", "the pipeline is a text", "key: value" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_fault_of_the_whole_pipeline_is_named_with_its_place_and_its_mend(string text, string place, string what, string mend) =>
        AssertFault(text, place, what, mend);

    [Fact]
    public void All_faults_are_named_in_one_go_in_the_order_of_the_file()
    {
        const string Text = """
            name: Bad Name
            provider: aws
            imagetype: t
            env: {PAWL_X: 1}
            states:
              - code: 5
                timeout: 5 minutes
                retry: {strategy: sometimes, attempts: 0}
              - code: 5
                transient: [exit 0, /(/]
              - code: 105
              - code: 42
            """;

        Assert.Equal(
            ["1:1", "1:7", "3:1", "4:7", "7:14", "8:23", "8:44", "9:11", "10:17", "10:25", "11:11", "12:5", "12:11"],
            Faults(Text).Select(fault => string.Join(':', fault.Split(':')[1..3])));
    }

    [Fact]
    public void A_fault_is_one_short_line_whatever_the_file_quotes()
    {
        var fault = Assert.Single(Faults($"{Head}\"a\\nb{new string('x', 900)}\": 1\n{End}"));

        Assert.Contains("no key `a\\u000Abxxx", fault, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault);
        Assert.InRange(fault.Length, 300, 500);
    }
}
