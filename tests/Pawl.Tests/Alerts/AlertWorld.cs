using Microsoft.Extensions.Time.Testing;
using Pawl.Alerts;
using Pawl.Builds;
using Pawl.Sqlite;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Tests.Alerts;

/// <summary>A store with alerts whose channel "ops" is a list, by a clock that tests move.</summary>
public abstract class AlertWorld : IAsyncLifetime
{
    private protected static readonly Failure Broken = new("no route to host", FailureCategory.Transient, "network", RetryAt: null);

    private readonly List<IAsyncDisposable> _open = [];

    private protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));

    private protected ScriptedSender Ops { get; } = new();

    private protected List<string> Warnings { get; } = [];

    private protected string Folder { get; } = Directory.CreateTempSubdirectory("pawl-alerts-").FullName;

    private protected static CancellationToken None => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var one in _open)
            await one.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What a process has that knows these rules: a store to work on, and an office to send.</summary>
    private protected (AlertingBuildStore Store, AlertOffice Office) Process(params string[] rules)
    {
        var text = "channels:\n  - {name: ops, type: email, host: localhost, from: a@b, to: [a@b]}\nrules:\n" + string.Concat(rules.Select(rule => $"  - {{{rule}, to: [ops]}}\n"));
        var settings = AlertFileText.Valid(text);
        var context = new StoreContext(Time, Warnings.Add);
        var store = SqliteBuildStore.Open(Folder, new SqliteOptions());
        var senders = new AlertSenders(settings.Link, new Dictionary<string, string>(), Time, _ => Ops);
        var office = new AlertOffice(settings, senders, () => DirectoryObjects.Open(Path.Combine(Folder, ".alerts")), _ => SqliteBuildStore.Open(Folder, new SqliteOptions()), store, context);
        var alerting = new AlertingBuildStore(store, office);
        _open.Add(alerting);
        return (alerting, office);
    }

    /// <summary>The process ends in order.</summary>
    private protected async Task CloseAsync(AlertingBuildStore store)
    {
        _open.Remove(store);
        await store.DisposeAsync();
    }

    private protected Occasion Now => new(Time.GetUtcNow(), new Worker("me@here"));

    private protected async Task<BuildState> CreateAsync(IBuildStore store, string id)
    {
        var change = Change.To(BuildState.None(BuildId.Parse(id)), Now).Create(Label.Parse("aws"), Label.Parse("x"), StandardStates.Plan, PipelineReference.None);
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        return change.After;
    }

    private protected async Task<BuildState> FailAsync(IBuildStore store, BuildState build)
    {
        var change = Change.To(build, Now).Fail(build.Current, Broken);
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
        return change.After;
    }

    /// <summary>Changes a store without sending: a process that dies right after the commit.</summary>
    private protected async Task<BuildState> FailAndDieAsync(AlertOffice office, BuildState build)
    {
        var change = Change.To(build, Now).Fail(build.Current, Broken);
        var raised = AlertRules.Raise(office.Settings.Rules, change)
            .Select(one => new OwedAlert(one.Alert, one.Channel, Time.GetUtcNow().AddSeconds(15), AlertTurn.Claimed, AlertWait.None, 0, "").ToDebt());
        await using var store = SqliteBuildStore.Open(Folder, new SqliteOptions());
        Assert.Equal(AppendResult.Appended, await store.AppendAsync(change.Owing([.. raised]), None));
        return change.After;
    }
}

/// <summary>A channel that keeps what it gets, and fails when it is told to.</summary>
internal sealed class ScriptedSender : IAlertSender
{
    public List<AlertMessage> Got { get; } = [];

    public SendResult.Failed? Trouble { get; set; }

    public IEnumerable<string> Headlines => Got.Select(AlertWording.Headline);

    public ValueTask<SendResult> SendAsync(AlertMessage message, CancellationToken cancellationToken)
    {
        if (Trouble is { } trouble)
            return new(trouble);
        lock (Got)
            Got.Add(message);
        return new(new SendResult.Sent());
    }
}
