using CsCheck;
using Pawl.Builds;
using Pawl.Retrying;
using Xunit;

namespace Pawl.Tests.Retrying;

public sealed class RetryPolicyTests
{
    private static readonly Gen<RetryPolicy> Policies =
        from strategy in Gen.Enum<RetryStrategy>()
        from attempts in Gen.Frequency((4, Gen.Int[1, 12]), (1, Gen.Int[1, RetryPolicy.MaxAttempts]))
        from initial in Gen.Long[0, TimeSpan.TicksPerDay * 365]
        from more in Gen.Frequency((1, Gen.Long[0, TimeSpan.TicksPerDay]), (1, Gen.Long[0, TimeSpan.TicksPerDay * 365]))
        select new RetryPolicy(strategy, attempts, TimeSpan.FromTicks(initial), TimeSpan.FromTicks(initial + more));

    private static readonly Gen<int> Failures = Gen.Frequency((4, Gen.Int[1, 12]), (1, Gen.Int[1, RetryPolicy.MaxAttempts + 1]));

    [Theory]
    [InlineData(5, RetryStrategy.Backoff, 3, 300, 1800)]
    [InlineData(10, RetryStrategy.Immediate, 5, 60, 60)]
    [InlineData(70, RetryStrategy.Notify, 2, 3600, 3600)]
    [InlineData(0, RetryStrategy.Standard, 3, 10, 10)]
    [InlineData(42, RetryStrategy.Standard, 3, 10, 10)]
    [InlineData(100, RetryStrategy.Standard, 3, 10, 10)]
    public void A_state_is_retried_as_the_guide_says_unless_its_pipeline_says_otherwise(int code, RetryStrategy strategy, int attempts, int initial, int max) =>
        Assert.Equal(
            new RetryPolicy(strategy, attempts, TimeSpan.FromSeconds(initial), TimeSpan.FromSeconds(max)),
            RetryPolicy.DefaultFor(StateCode.From(code)));

    [Fact]
    public void A_backoff_doubles_up_to_its_longest_wait()
    {
        var policy = new RetryPolicy(RetryStrategy.Backoff, 6, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30));

        Assert.Equal([5, 10, 20, 30, 30], Enumerable.Range(1, 5).Select(failures => policy.NextDelay(failures, 0)!.Value.TotalMinutes));
        Assert.Null(policy.NextDelay(6, 0));
    }

    [Fact]
    public void Jitter_makes_a_wait_up_to_a_tenth_longer()
    {
        var policy = RetryPolicy.DefaultFor(RetryStrategy.Standard);

        Assert.Equal(TimeSpan.FromSeconds(10), policy.NextDelay(1, 0));
        Assert.Equal(TimeSpan.FromSeconds(10.5), policy.NextDelay(1, 0.5));
    }

    [Fact]
    public void The_next_try_is_due_at_a_whole_millisecond_and_after_a_persistent_failure_or_the_last_try_never()
    {
        var policy = RetryPolicy.DefaultFor(RetryStrategy.Standard);
        var failed = new DateTimeOffset(2026, 1, 2, 3, 4, 5, 678, TimeSpan.FromHours(1)).AddTicks(9_999);

        Assert.Equal(new DateTimeOffset(2026, 1, 2, 2, 4, 15, 678, TimeSpan.Zero), policy.NextTry(FailureCategory.Transient, 1, failed, 0));
        Assert.Equal(TimeSpan.Zero, policy.NextTry(FailureCategory.Transient, 1, failed, 0)!.Value.Offset);
        Assert.Null(policy.NextTry(FailureCategory.Persistent, 1, failed, 0));
        Assert.Null(policy.NextTry(FailureCategory.Transient, 3, failed, 0));
    }

    [Fact]
    public void A_backoff_never_waits_longer_than_its_longest_wait_and_never_less_than_before() =>
        Gen.Select(Policies, Failures, Gen.Double[0, 0.999]).Sample((policy, failures, jitter) =>
        {
            if (policy.Strategy != RetryStrategy.Backoff || policy.NextDelay(failures, jitter) is not { } delay)
                return true;
            var later = policy.NextDelay(failures + 1, jitter);
            return delay >= policy.Initial && delay <= policy.Max && (later is null || later >= delay);
        });

    [Fact]
    public void Other_strategies_wait_the_same_time_but_for_jitter() =>
        Gen.Select(Policies, Failures, Gen.Double[0, 0.999]).Sample((policy, failures, jitter) =>
            policy.Strategy is RetryStrategy.Backoff
            || policy.NextDelay(failures, jitter) is not { } delay
            || (delay >= policy.Initial && delay <= policy.Initial * 1.1 + TimeSpan.FromTicks(1)));

    [Fact]
    public void There_are_as_many_tries_as_the_policy_has_attempts_and_manual_has_none_of_its_own() =>
        Gen.Select(Policies, Failures).Sample((policy, failures) =>
            policy.NextDelay(failures, 0).HasValue == (policy.Strategy != RetryStrategy.Manual && failures < policy.Attempts));

    [Fact]
    public void Only_notify_tells_of_each_failure() =>
        Assert.Equal([RetryStrategy.Notify], Enum.GetValues<RetryStrategy>().Where(s => RetryPolicy.DefaultFor(s).TellsOfEachFailure));

    [Fact]
    public void Every_strategy_has_a_word_that_reads_back() => Assert.All(Enum.GetValues<RetryStrategy>(), strategy =>
    {
        Assert.True(RetryStrategyText.TryParse(strategy.ToText(), out var read));
        Assert.Equal(strategy, read);
    });
}
