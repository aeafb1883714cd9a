using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Stores;
using Xunit;

namespace Pawl.Conformance.Debts;

/// <summary>A store and what keeps its debts, as one process has them.</summary>
public sealed record LedgerHand(IBuildStore Store, IDebtLedger Ledger, params IAsyncDisposable[] More) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var one in (IAsyncDisposable[])[Ledger, Store, .. More])
            await one.DisposeAsync();
    }
}

/// <summary>What makes a ledger a ledger. Subclass it, say how to open one, and each promise of <see cref="IDebtLedger"/> is tested.</summary>
public abstract class DebtLedgerConformance : IAsyncLifetime
{
    private static readonly BuildId Id = BuildId.Parse("web-1");
    private static readonly BuildId Other = BuildId.Parse("web-2");
    private static readonly Debt First = new("0011223344556677", """{"say":"ä漢"}""");
    private static readonly Debt Second = new("8899aabbccddeeff", """{"say":"2"}""");

    private LedgerHand _hand = null!;

    protected static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>Opens the store that this test works on; a second call opens it again, as another process would.</summary>
    protected abstract ValueTask<LedgerHand> OpenAsync();

    public virtual async ValueTask InitializeAsync() => _hand = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        await _hand.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Debts_are_owed_with_their_change_and_seen_by_another_process()
    {
        Assert.Equal(AppendResult.Appended, await _hand.Ledger.AppendAsync(_hand.Store, Samples.Begun(Id), [First, Second], None));
        await using var other = await OpenAsync();
        Assert.Equal([new(Id, First), new(Id, Second)], await ListAsync(other));
        Assert.Equal(1, (await other.Store.LoadAsync(Id, None)).State.Version.Value);
    }

    [Fact]
    public async Task A_change_that_is_refused_owes_nothing()
    {
        var change = Samples.Begun(Id);
        Assert.Equal(AppendResult.Appended, await _hand.Store.AppendAsync(change, None));
        var late = Change.To(BuildState.None(Id), Samples.At(1)).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        Assert.Equal(AppendResult.Conflict, await _hand.Ledger.AppendAsync(_hand.Store, late, [First], None));
        Assert.Empty(await ListAsync(_hand));
    }

    [Fact]
    public async Task An_append_that_is_repeated_owes_once()
    {
        var change = Samples.Begun(Id);
        Assert.Equal(AppendResult.Appended, await _hand.Ledger.AppendAsync(_hand.Store, change, [First], None));
        Assert.Equal(AppendResult.Appended, await _hand.Ledger.AppendAsync(_hand.Store, change, [First], None));
        Assert.Single(await ListAsync(_hand));
    }

    [Fact]
    public async Task A_change_without_debts_owes_nothing()
    {
        await _hand.Store.AppendAsync(Samples.Begun(Id), None);
        Assert.Empty(await ListAsync(_hand));
        Assert.False(await _hand.Ledger.TryReplaceAsync(Id, First, First with { Content = "x" }, None));
        await _hand.Ledger.RemoveAsync(Id, First.Id, None);
    }

    [Fact]
    public async Task Of_many_who_claim_a_debt_one_gets_it()
    {
        await _hand.Ledger.AppendAsync(_hand.Store, Samples.Begun(Id), [First], None);
        var hands = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OpenAsync().AsTask()));
        var claims = await Task.WhenAll(hands.Select((hand, n) => Task.Run(() => hand.Ledger.TryReplaceAsync(Id, First, First with { Content = $"{{\"by\":{n}}}" }, None).AsTask())));
        Assert.Single(claims, claimed => claimed);
        Assert.Equal($"{{\"by\":{Array.IndexOf(claims, true)}}}", Assert.Single(await ListAsync(_hand)).Debt.Content);
        foreach (var hand in hands)
            await hand.DisposeAsync();
    }

    [Fact]
    public async Task What_is_paid_is_gone_and_nobody_brings_it_back()
    {
        await _hand.Ledger.AppendAsync(_hand.Store, Samples.Begun(Id), [First, Second], None);
        await _hand.Ledger.RemoveAsync(Id, First.Id, None);
        Assert.False(await _hand.Ledger.TryReplaceAsync(Id, First, First with { Content = "x" }, None));
        await _hand.Ledger.RemoveAsync(Id, First.Id, None);
        Assert.Equal(new(Id, Second), Assert.Single(await ListAsync(_hand)));
    }

    [Fact]
    public async Task A_debt_that_no_change_makes_is_added_once()
    {
        await _hand.Store.AppendAsync(Samples.Begun(Id), None);
        await _hand.Ledger.AddAsync(Id, First, None);
        await _hand.Ledger.AddAsync(Id, First with { Content = "\"other\"" }, None);
        Assert.Equal(new(Id, First), Assert.Single(await ListAsync(_hand)));
    }

    [Fact]
    public async Task Debts_are_listed_by_build_or_of_all()
    {
        await _hand.Ledger.AppendAsync(_hand.Store, Samples.Begun(Id), [First], None);
        await _hand.Ledger.AppendAsync(_hand.Store, Samples.Begun(Other), [Second], None);
        Assert.Equal([new(Other, Second)], await _hand.Ledger.ListAsync(Other, None).ToListAsync(None));
        Assert.Equal(2, (await ListAsync(_hand)).Count);
    }

    private static async Task<List<OwedDebt>> ListAsync(LedgerHand hand) => await hand.Ledger.ListAsync(of: null, None).ToListAsync(None);
}
