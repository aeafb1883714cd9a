using Xunit;
using static Pawl.Tests.Pipelines.PipelineText;

namespace Pawl.Tests.Pipelines;

public sealed class StateFaultTests
{
    public static TheoryData<string, string, string, string> Table => new()
    {
        { "runn: x", "6:5", "the state has no key `runn`", "did you mean `run`?" },
        { "retri: {}", "6:5", "no key `retri`", "did you mean `retry`?" },
        { "strategy: backoff", "6:5", "no key `strategy`", "key of `retry`; move it there" },
        { "secrets: [A]", "6:5", "no key `secrets`", "key of the pipeline" },
        { "code: 30", "6:5", "`code` is here twice, first in line 5", "keep one" },
        { "name: \"\"", "6:11", "1 to 100 characters", "shorter" },
        { "name: \"a\\tb\"", "6:11", "1 to 100 characters", "on one line" },
        { "name: 12", "6:11", "a number", "put it in quotes: \"12\"" },
        { "run: \"\"", "6:10", "`run` is empty", "leave `run` out" },
        { "run:", "6:9", "`run` has no value", "write one value" },
        { "run: [a, b]", "6:10", "`run` is a list", "write one value" },
        { "run: \"a\\0b\"", "6:10", "`run` has a NUL", "take it out" },
        { "shell: Bash", "6:12", "`Bash` is no shell", "did you mean `bash`?" },
        { "env: {PAWL_ATTEMPT: 1}", "6:11", "Pawl itself sets", "choose another" },
        { "dir: \"\"", "6:10", "the path is empty", "`.`" },
        { "dir: work/$BUILD_ID", "6:10", "a variable without braces", "${BUILD_ID}" },
        { "dir: \"work/${BUILD_ID\"", "6:10", "`${` without a variable's name and `}`", "${BUILD_ID}" },
        { "dir: \"a\\nb\"", "6:10", "control character", "on one line" },
        { "timeout: 90", "6:14", "`90` is no duration", "add a unit, such as `90s` or `90m`" },
        { "timeout: 5 min", "6:14", "`5 min` is no duration", "`1h30m`" },
        { "timeout: 30m1h", "6:14", "`30m1h` is no duration", "`1h30m`" },
        { "timeout: 0s", "6:14", "leaves no time", "longer" },
        { "timeout: 1000d", "6:14", "longer than 365d", "shorter" },
        { "timeout: -5m", "6:14", "`-5m` is no duration", "whole numbers" },
        { "kill_after: 1.5s", "6:17", "`1.5s` is no duration", "whole numbers" },
        { "retry: backoff", "6:12", "`retry` is a text, where keys and values belong", "key: value" },
        { "retry: {strategy: back-off}", "6:23", "`back-off` is no strategy", "did you mean `backoff`?" },
        { "retry: {strategy: exponential}", "6:23", "`exponential` is no strategy", "one of backoff, immediate, notify, standard, manual" },
        { "retry: {attempts: 0}", "6:23", "`attempts` is 0, outside 1 to 1000", "from 1 to 1000" },
        { "retry: {attempts: many}", "6:23", "`attempts` is a text", "from 1 to 1000" },
        { "retry: {attempts: \"3\"}", "6:23", "`attempts` is a text", "take the quotes away" },
        { "retry: {attempts: 99999999999999999999}", "6:23", "outside 1 to 1000", "from 1 to 1000" },
        { "retry: {attempt: 3}", "6:13", "`retry` has no key `attempt`", "did you mean `attempts`?" },
        { "retry: {timeout: 3m}", "6:13", "`retry` has no key `timeout`", "key of a state" },
        { "retry: {strategy: backoff, initial: 10m, max: 5m}", "6:51", "`max` (5m) is shorter than the first wait (10m)", "longer `max`" },
        { "retry: {max: 5m}", "6:13", "the strategy here is `standard`", "add `strategy: backoff`" },
        { "retry: {strategy: notify, max: 5m}", "6:31", "the strategy here is `notify`", "take `max` out" },
        { "retry: {strategy: manual, attempts: 2}", "6:31", "`attempts` means nothing with `strategy: manual`", "take `attempts` out" },
        { "transient: exit 75", "6:16", "`transient` is a text, where a list belongs", "[one, another]" },
        { "transient: [exit 0]", "6:17", "`exit 0` names no exit code of a failure", "1 to 255" },
        { "transient: [exit 256]", "6:17", "`exit 256`", "1 to 255" },
        { "transient: [75]", "6:17", "`75` is no rule", "`exit 75`" },
        { "transient: [signal FOO]", "6:17", "`signal FOO` names no signal", "TERM, KILL" },
        { "transient: [signal 65]", "6:17", "`signal 65` names no signal", "1 to 64" },
        { "transient: [\"/abc\"]", "6:17", "`/abc` is no regular expression between slashes", "`/.../`" },
        { "transient: [\"/abc/i\"]", "6:17", "between slashes", "(?i)" },
        { "transient: [\"/a(b/\"]", "6:17", "a ( is never closed at its character 3", "put \\ before" },
        { "transient: [\"/*/\"]", "6:17", "repeats nothing", "mend it" },
        { "persistent: [\"/(?=a)b/\"]", "6:18", "looks around", "plain groups" },
        { "persistent: [\"/(a)\\\\1/\"]", "6:18", "refers back", "plain groups" },
        { "persistent: [\"/((a{100}){100}){100}/\"]", "6:18", "repeats too much", "plain groups" },
        { "persistent: [exit 2, exit 2]", "6:26", "`exit 2` is in `persistent` twice", "take one" },
        { "artifacts: [rootfs]", "6:17", "the artifact is a text", "key: value" },
        { "artifacts: [{name: rootfs}]", "6:17", "the artifact has no `path`", "add `path:" },
        { "artifacts: [{path: rootfs}]", "6:17", "the artifact has no `name`", "add `name:" },
        { "artifacts: [{name: a, path: x, sha: y}]", "6:36", "the artifact has no key `sha`", "name, path" },
        { "artifacts: [{name: a/b, path: x}]", "6:24", "`a/b` is no name for an artifact", "letter or digit" },
        { "artifacts: [{name: a, path: x}, {name: a, path: y}]", "6:44", "artifact `a` is made twice, first in line 6", "another name" },
        { "needs: [rootfs]", "6:13", "no earlier state makes the artifact `rootfs`", "add it to the `artifacts`" },
        { "when: {region: [x]}", "6:12", "`when` has no key `region`", "provider, image_type" },
        { "when: {provider: aws}", "6:22", "`provider` is a text, where a list belongs", "[one, another]" },
        { "when: {provider: []}", "6:22", "`provider` is an empty list", "name at least one" },
        { "when: {provider: [a, a]}", "6:26", "`a` is in `provider` twice", "take one" },
    };

    public static TheoryData<string, string, string, string> Codes => new()
    {
        { "name: x", "5:5", "the state has no `code`", "0 to 100" },
        { "code: 101", "5:11", "`code` is 101, outside 0 to 100", "from 0 to 100" },
        { "code: -5", "5:11", "`code` is -5, outside 0 to 100", "from 0 to 100" },
        { "code: \"5\"", "5:11", "`code` is a text, where a whole number belongs", "take the quotes away" },
        { "code: five", "5:11", "`code` is a text", "from 0 to 100" },
        { "code: 5.0", "5:11", "`code` is a number, where a whole number belongs", "from 0 to 100" },
        { "code: 42", "5:5", "the state has no `name`", "standard states 0, 5, 10" },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void A_fault_of_a_state_is_named_with_its_place_and_its_mend(string line, string place, string what, string mend) =>
        AssertFault(WithState(line), place, what, mend);

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_fault_of_a_code_is_named_with_its_place_and_its_mend(string line, string place, string what, string mend) =>
        AssertFault($"{Head}states:\n  - {line}\n  - code: 100\n", place, what, mend);

    [Fact]
    public void The_last_state_is_in_every_build() => AssertFault(
        Head + "states:\n  - code: 100\n    when: {provider: [aws]}\n", "6:5", "state 100 has a `when`", "a state before 100");

    [Fact]
    public void A_command_longer_than_a_process_can_get_is_refused() => AssertFault(
        WithState($"run: \"{new string('x', 200_000)}\""), "6:10", "longer than a process can get", "put the script into a file");

    [Theory]
    [InlineData("when: {provider: [aws, gcp]}", "when: {provider: [gcp]}")]
    [InlineData("when: {provider: [aws]}", "name: Always")]
    [InlineData("name: Always", "when: {image_type: [t]}")]
    public void Two_states_that_can_meet_may_not_make_the_same_artifact(string one, string other) => AssertFault(
        $"{Head}states:\n  - {{code: 5, artifacts: [{{name: a, path: x}}], {one}}}\n  - {{code: 10, artifacts: [{{name: a, path: y}}], {other}}}\n  - code: 100\n",
        "6:35", "artifact `a` is made twice, first in line 5", "another name");

    [Fact]
    public void A_misspelled_need_is_told_what_it_means() => AssertFault(
        Head + "states:\n  - {code: 5, artifacts: [{name: rootfs, path: x}]}\n  - {code: 100, needs: [rootsf]}\n",
        "6:25", "no earlier state makes the artifact `rootsf`", "did you mean `rootfs`?");

    [Fact]
    public void A_state_cannot_need_what_it_or_a_later_state_makes()
    {
        var faults = Faults(Head + "states:\n  - {code: 5, needs: [a, b], artifacts: [{name: a, path: x}]}\n  - {code: 100, artifacts: [{name: b, path: x}]}\n");

        Assert.Equal(2, faults.Length);
    }

    [Fact]
    public void A_need_whose_maker_is_left_out_of_this_build_is_a_fault() => AssertFault(
        Head + "states:\n  - {code: 5, artifacts: [{name: a, path: x}], when: {provider: [gcp]}}\n  - {code: 100, needs: [a]}\n",
        "6:25", "state 5 makes the artifact `a`, but its `when` leaves it out for aws t", "`when` agree");
}
