using Pawl.Auditing;
using Pawl.Builds;
using Pawl.Conformance.Aws;
using Pawl.Conformance.Azure;
using Pawl.Conformance.Cosmos;
using Pawl.Conformance.Servers;
using Pawl.Conformance.Postgres;
using Pawl.Servers;
using Pawl.Azure.Blobs;
using Pawl.Stores;
using Pawl.Stores.Objects;
using Xunit;

namespace Pawl.Conformance.Tampering;

/// <summary>Histories are forged at random in each store, and the audit finds every one.</summary>
public sealed class TamperTests
{
    private const int Forgeries = 24;

    private static readonly Worker Me = new("me@here") { Origin = new(new Origin("me", "here", "https://ci.example.org/jobs/7", "pawl succeed")) };

    private static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public Task Every_forgery_is_found_in_SQLite() => RunAsync(new SqliteForger());

    [Fact]
    public Task Every_forgery_is_found_in_a_folder()
    {
        var folder = Directory.CreateTempSubdirectory("pawl-forged-").FullName;
        return RunAsync(new ObjectForger(() => DirectoryObjects.Open(folder), () => Directory.Delete(folder, recursive: true)));
    }

    [Fact]
    public async Task Every_forgery_is_found_in_S3()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        var url = await AwsPlaces.PrefixAsync((await TestServers.MotoAsync()).Endpoint);
        await RunAsync(new ObjectForger(() => Pawl.Aws.S3.S3Objects.Open(url)));
    }

    [Fact]
    public async Task Every_forgery_is_found_in_Azure_Blob_Storage()
    {
        var container = await BlobContainer.CreateAsync(None);
        await RunAsync(new ObjectForger(() => BlobObjects.Open(container.Url)));
    }

    [Fact]
    public async Task Every_forgery_is_found_in_Cosmos_DB()
    {
        var container = await CosmosContainer.CreateAsync(None);
        await RunAsync(new ObjectForger(container.Open));
    }

    [Fact]
    public async Task Every_forgery_is_found_in_DynamoDB()
    {
        ServersAnswer.SkipWithout(MotoServer.Availability);
        await RunAsync(new DynamoDbForger(await AwsPlaces.TableAsync((await TestServers.MotoAsync()).Endpoint)));
    }

    [Fact]
    public async Task Every_forgery_is_found_in_PostgreSQL() => await RunAsync(new PostgresForger(await PostgresPlace.CreatedAsync()));

    private static async Task RunAsync(IForger forger)
    {
        await using var _ = forger;
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        for (var i = 0; i < Forgeries; i++)
        {
            var id = BuildId.Parse($"b{i}");
            await BuildAsync(forger, id);
            Assert.Empty(await AuditAsync(forger, id));
            var done = await ForgeAsync(forger, id, random, i % 5);
            Assert.True((await AuditAsync(forger, id)).Count > 0, $"seed {seed}, build {id}: nobody noticed that {done}");
        }
    }

    private static async Task BuildAsync(IForger forger, BuildId id)
    {
        await using var store = forger.Open();
        var state = BuildState.None(id);
        var change = At(0).Create(Label.Parse("aws"), Label.Parse("rhel9"), StandardStates.Plan, PipelineReference.None);
        for (var step = 1; step <= 11; step++)
        {
            Assert.Equal(AppendResult.Appended, await store.AppendAsync(change, None));
            state = change.After;
            change = (step % 4) switch
            {
                0 => At(step).SetMetadata($"key{step}", $"value {step}"),
                1 => At(step).Start(state.Current),
                2 => At(step).Fail(state.Current, new Failure($"no room left on device {step}", FailureCategory.Transient, "disk", RetryAt: null)),
                _ => At(step).Succeed(state.Current),
            };
        }

        Change At(int second) => Change.To(state, new Occasion(new DateTimeOffset(2026, 1, 2, 12, 0, second, TimeSpan.Zero), Me));
    }

    private static async Task<string> ForgeAsync(IForger forger, BuildId id, Random random, int kind)
    {
        if (kind == 4)
            return await forger.ChangeProjectionAsync(id, random);

        var appends = await forger.ReadAsync(id);
        var at = random.Next(appends.Count);
        switch (kind)
        {
            case 0:
                (appends[at], var change) = Flip(appends[at], random);
                await forger.WriteAsync(id, appends);
                return $"in append {at + 1} {change}";
            case 1:
                appends.RemoveAt(at);
                await forger.WriteAsync(id, appends);
                return $"append {at + 1} was removed";
            case 2:
                var other = (at + 1) % appends.Count;
                (appends[at], appends[other]) = (appends[other], appends[at]);
                await forger.WriteAsync(id, appends);
                return $"appends {at + 1} and {other + 1} changed places";
            default:
                appends.RemoveRange(at, appends.Count - at);
                await forger.WriteAsync(id, appends);
                return $"the history ends before append {at + 1}";
        }
    }

    // One character of a value: what still means the same, as an upper-case digit in an id does, is no change.
    private static (string Text, string Change) Flip(string text, Random random)
    {
        while (true)
        {
            var at = random.Next(text.Length);
            if (!char.IsAsciiLetterOrDigit(text[at]))
                continue;
            var other = char.IsAsciiDigit(text[at]) ? (char)('0' + ((text[at] - '0' + 1 + random.Next(9)) % 10)) : (char)('a' + random.Next(26));
            var flipped = $"{text[..at]}{other}{text[(at + 1)..]}";
            if (!string.Equals(flipped, text, StringComparison.OrdinalIgnoreCase))
                return (flipped, $"'{text[at]}' at {at} became '{other}': ...{text[Math.Max(at - 30, 0)..Math.Min(at + 30, text.Length)]}...");
        }
    }

    private static async Task<List<AuditFault>> AuditAsync(IForger forger, BuildId id)
    {
        await using var store = forger.Open();
        try
        {
            return await new StoreAudit(store, anchored: null).VerifyAsync(id, None).ToListAsync(None);
        }
        catch (NoSuchBuildException e)
        {
            return [new AuditFault(id, null, e.Message)];
        }
    }
}
