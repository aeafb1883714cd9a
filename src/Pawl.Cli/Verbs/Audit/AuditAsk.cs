using System.CommandLine;
using Pawl.Auditing;
using Pawl.Cli.Completion;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;

namespace Pawl.Cli.Verbs.Audit;

/// <summary>What the verbs about audits share.</summary>
internal static class AuditAsk
{
    private const string PlaceVariable = "PAWL_ANCHORS";
    private const string KeyVariable = "PAWL_AUDIT_KEY";
    private const string InMirror = "mirror";
    private const string KeyFileVariable = "PAWL_AUDIT_KEY_FILE";

    private static readonly KeyInput<OperatorKey> Input = new(OperatorKey.TryParse, "pawl audit key");

    /// <summary>Where anchors are kept.</summary>
    public static Option<string?> AnchorsOption() => new Option<string?>("--anchors")
    {
        Description = $"Where signed anchors are kept: a URL such as s3://BUCKET/PREFIX or dir:///FOLDER, or `mirror` for the store's mirror. Default ${PlaceVariable}. The key comes from ${KeyFileVariable} or ${KeyVariable}.",
        HelpName = "URL",
    }.Completing(Candidates.AllFiles);

    /// <summary>Opens the place that was asked for; null when none was.</summary>
    /// <exception cref="UsageException">Nothing can be kept there.</exception>
    public static AnchorPlace? TryOpen(Invocation call, string? option = null)
    {
        var given = option is { Length: > 0 } ? option : Environment.GetEnvironmentVariable(PlaceVariable);
        if (given is not { Length: > 0 })
            return null;
        var place = given != InMirror ? StorePlace.Parse("--anchors", given)
            : call.MirrorPlace ?? throw new UsageException("the anchors are said to be in the store's mirror, and it has none: name that in --mirror or PAWL_MIRROR, or another place for the anchors");
        return place.Safe().Kind.OpenObjects(place.Url) is { } objects
            ? new AnchorPlace(objects)
            : throw new UsageException($"{Visible.Line(place.Text)} can't keep anchors: name a folder (dir:///FOLDER), a bucket (s3://BUCKET/PREFIX) or a container (azblob://CONTAINER/PREFIX)");
    }

    /// <summary>The same; one must be named.</summary>
    /// <exception cref="UsageException">None is, or nothing can be kept there.</exception>
    public static AnchorPlace Open(Invocation call, string? option) => TryOpen(call, option)
        ?? throw new UsageException($"where are the anchors? Name the place with --anchors URL or in {PlaceVariable}, such as --anchors s3://state-anchors");

    /// <summary>Anchors for a verb that makes them by the way: null unless both the place and the key are named.</summary>
    /// <exception cref="UsageException">The place or the key isn't right.</exception>
    /// <exception cref="Pawl.Stores.StoreException">The key's file can't be read.</exception>
    public static SignedRecords? TrySigned(Invocation call)
    {
        if (!HasKey() || TryOpen(call) is not { } place)
            return null;
        return new SignedRecords(new SignedAnchors(place, Key()), call.OpenTombstones());
    }

    private static bool HasKey() => Array.Exists((string[])[KeyFileVariable, KeyVariable], name => Environment.GetEnvironmentVariable(name) is { Length: > 0 });

    /// <summary>The operator's key.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    /// <exception cref="Pawl.Stores.StoreException">Its file can't be read.</exception>
    public static OperatorKey Key() => TryKey()
        ?? throw new UsageException($"anchors are signed, and there is no key: name its file in {KeyFileVariable}, or put it into {KeyVariable}; `pawl audit key FILE` makes one");

    /// <summary>The same; null when none is given.</summary>
    /// <exception cref="UsageException">What is given is none.</exception>
    /// <exception cref="Pawl.Stores.StoreException">Its file can't be read.</exception>
    public static OperatorKey? TryKey()
    {
        if (Environment.GetEnvironmentVariable(KeyFileVariable) is { Length: > 0 } file)
            return Input.OfFile(file, KeyFileVariable);
        return Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } text ? Input.OfText(text, KeyVariable) : null;
    }
}
