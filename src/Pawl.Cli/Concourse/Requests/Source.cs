using System.Collections.Immutable;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Pipelines;
using Pawl.Secrets;
using Pawl.Sqlite;
using Pawl.Stores.Objects;

namespace Pawl.Cli.Concourse.Requests;

/// <summary>A resource's <c>source</c>: which store, which builds in it.</summary>
internal sealed record Source
{
    private const string Key = "source";

    private static readonly TimeSpan UsualPatience = TimeSpan.FromMinutes(1);

    /// <summary>The store.</summary>
    public required StorePlace Place { get; init; }

    /// <summary>The one build that the resource is of; null when it is of all that <see cref="Filter"/> lets through.</summary>
    public BuildId? Build { get; init; }

    /// <summary>Which versions <c>check</c> finds.</summary>
    public required VersionFilter Filter { get; init; }

    /// <summary>What the store's kind asks for: variables of the environment and their values. They are nowhere but in this process.</summary>
    public required ImmutableSortedDictionary<string, string> Credentials { get; init; }

    /// <summary>Who holds a build that a put started.</summary>
    public Holder Holder { get; init; }

    /// <summary>How long <c>in</c> and <c>out</c> try again when the store doesn't answer.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Reads it, gives its credentials to this process's environment, and lets nothing of them be said from here on.</summary>
    /// <exception cref="RequestException">It isn't right.</exception>
    public static Source Read(RequestMap request, Terminal terminal)
    {
        var map = request.Map(Key);
        var credentials = map.Texts("credentials");
        terminal.Redactor = Redactor.For(credentials.Values);
        map.RequireKeys("store", "credentials", "build", "provider", "image_type", "status", "holder", "patience", "server");
        if (map.Has("server"))
            throw map.Fault("server", "can't be used: this version has no Pawl server to talk to; give `source.store`, the URL of a store, in its place");
        Apply(credentials);
        return new Source
        {
            Place = PlaceOf(map.RequiredText("store", "the URL of the store that the builds are in, such as s3://BUCKET/PREFIX")),
            Build = map.BuildId("build"),
            Credentials = credentials,
            Filter = VersionFilter.Read(map),
            Holder = map.Parsed<Holder>("holder", text => Holders.Read(text), "job or build") ?? Holder.Build,
            Patience = map.Duration("patience") ?? UsualPatience,
        };
    }

    // A folder in a container goes with it: what is put there, nothing ever gets. One that is there already is somebody's mount.
    private static StorePlace PlaceOf(string text)
    {
        var place = StorePlace.Parse("source.store", text);
        var folder = place.Kind is SqliteKind or DirectoryKind ? place.Url.Path : "/";
        return Directory.Exists(folder)
            ? place
            : throw new RequestException($"`source.store`: there is no folder {folder} in this container, and one made here would go with it; name a store that all containers reach, or mount the folder");
    }

    private static void Apply(ImmutableSortedDictionary<string, string> credentials)
    {
        foreach (var (name, value) in credentials)
        {
            if (!EnvironmentName.IsValid(name) || name is "PATH" or "HOME" || name.StartsWith("LD_", StringComparison.Ordinal))
                throw new RequestException($"`source.credentials` has no variable of a store's: a name is {EnvironmentName.Rule}, such as AWS_SECRET_ACCESS_KEY");
            Environment.SetEnvironmentVariable(name, value);
        }
    }
}
