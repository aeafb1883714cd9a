namespace Pawl.Cli.Concourse.Requests;

/// <summary>Who holds a build that a put started.</summary>
internal enum Holder
{
    /// <summary>One run of a job: another run is kept off until the lease is given back or runs out.</summary>
    Build,

    /// <summary>The job, which must be <c>serial</c>: its next run goes on at once with what a lost one left.</summary>
    Job,
}

/// <summary>The words for <see cref="Holder"/>.</summary>
internal static class Holders
{
    public static Holder? Read(string text) => text switch
    {
        "build" => Holder.Build,
        "job" => Holder.Job,
        _ => null,
    };
}
