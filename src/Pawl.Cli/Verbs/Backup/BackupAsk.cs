using System.CommandLine;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Stores.Backups;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Verbs.Backup;

/// <summary>What the verbs about backups share.</summary>
internal static class BackupAsk
{
    private const string Variable = "PAWL_BACKUP";

    /// <summary>Where the backup is.</summary>
    public static Option<string?> PlaceOption(string name) => new Option<string?>(name)
    {
        Description = $"The backup: a URL such as dir:///FOLDER or s3://BUCKET/PREFIX. Default ${Variable}.",
        HelpName = "URL",
    }.Completing(Candidates.AllFiles);

    /// <summary>An age that may be given in weeks.</summary>
    public static Option<TimeSpan?> AgeOption(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "D",
        CustomParser = result => Retention.TryParseAge(Ask.Text(result) ?? "", out var age, out var complaint)
            ? age
            : Ask.Refuse<TimeSpan?>(result, $"{name}: {Visible.Line(complaint.What)}; {Visible.Line(complaint.Mend)}, or `52w`"),
    };

    /// <summary>Opens the backup that was asked for.</summary>
    /// <exception cref="UsageException">None is named, or it can't be one.</exception>
    public static BackupPlace Open(Invocation call, Option<string?> option) => Open(call, PlaceOf(call, option));

    /// <summary>The same; null when none is named.</summary>
    /// <exception cref="UsageException">It can't be a backup.</exception>
    public static BackupPlace? TryOpen(Invocation call, Option<string?> option) => TryPlace(call, option) is { } place ? Open(call, place) : null;

    /// <summary>Where the backup is that was asked for.</summary>
    /// <exception cref="UsageException">None is named.</exception>
    public static StorePlace PlaceOf(Invocation call, Option<string?> option) => TryPlace(call, option)
        ?? throw new UsageException($"which backup? Name it with {option.Name} URL or in {Variable}, such as {option.Name} s3://state-backup");

    /// <summary>The same; null when none is named.</summary>
    public static StorePlace? TryPlace(Invocation call, Option<string?> option)
    {
        var given = call.Get(option) is { Length: > 0 } url ? url : Environment.GetEnvironmentVariable(Variable);
        return given is { Length: > 0 } ? StorePlace.Parse(option.Name, given) : null;
    }

    private static BackupPlace Open(Invocation call, StorePlace place) => new(Objects(place), call.Place.OpenShelf(), call.StoreContext);

    private static IObjectStore Objects(StorePlace place) => place.Safe().Kind.OpenObjects(place.Url)
        ?? throw new UsageException($"{Visible.Line(place.Text)} can't be a backup's place, because weekly snapshots are kept beside the builds there: name a folder (dir:///FOLDER), a bucket (s3://BUCKET/PREFIX) or a container (azblob://CONTAINER/PREFIX)");
}
