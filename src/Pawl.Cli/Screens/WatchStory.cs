using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Waiting;

namespace Pawl.Cli.Screens;

/// <summary>What a watch says to people of what it sees.</summary>
/// <param name="At">When it happened; null for how a build stands.</param>
/// <param name="State">The state's prefix; empty for the build as a whole.</param>
/// <param name="Text">One line.</param>
/// <param name="Colour">Its colour, where colours are wanted.</param>
internal sealed record WatchStory(DateTimeOffset? At, string State, string Text, Colour Colour)
{
    public static WatchStory Of(Sight sight) => sight switch
    {
        Sight.Happening happening => Of(happening.State, happening.Event),
        { State.Exists: false } => new(At: null, "", "erased", Colour.Red),
        var standing => new(At: null, Prefix(standing.State, standing.State.Current), $"is {standing.State.Status.ToText()}", BuildText.ColourOf(standing.State.Status)),
    };

    private static WatchStory Of(BuildState build, BuildEvent happened) => happened switch
    {
        BuildEvent.Created e => new(e.At, "", $"begun for {e.Provider} / {e.ImageType}, {e.Plan.States.Length} states", Colour.Cyan),
        BuildEvent.PlanChanged e => new(e.At, "", Visible.Line($"the pipeline is {e.Pipeline.Name} ({e.Pipeline.Path}) now"), Colour.Dim),
        BuildEvent.Claimed e => new(e.At, "", Visible.Line($"taken by {e.Holder.Name}"), Colour.Dim),
        BuildEvent.Released e => new(e.At, "", "given back", Colour.Dim),
        BuildEvent.Started e => new(e.At, Prefix(build, e.State), e.Attempt == 1 ? "started" : $"started, attempt {e.Attempt}", Colour.Cyan),
        BuildEvent.Completed e when build.Status == BuildStatus.Completed => new(e.At, Prefix(build, e.State), "completed, and the build with it", Colour.Green),
        BuildEvent.Completed e => new(e.At, Prefix(build, e.State), "completed", Colour.Green),
        BuildEvent.Failed e => new(e.At, Prefix(build, e.State), Failed(e.Failure), Colour.Red),
        BuildEvent.Interrupted e => new(e.At, Prefix(build, e.State), Visible.Line($"interrupted: {e.Reason}"), Colour.Yellow),
        BuildEvent.ManuallyRetried e => new(e.At, Prefix(build, e.State), Visible.Line($"to be tried again: {e.Reason}"), Colour.Yellow),
        BuildEvent.RolledBack e => new(e.At, Prefix(build, e.To), Visible.Line($"rolled back from state {e.From}: {e.Reason}"), Colour.Yellow),
        BuildEvent.MetadataSet e => new(e.At, "", Visible.Line($"{e.Key}={ShownMetadata.Of(build, e.Key, e.Value)}"), Colour.Dim),
        BuildEvent.SensitiveRead e => new(e.At, "", Visible.Line($"{e.By} was shown {string.Join(", ", e.Keys)}"), Colour.Yellow),
        BuildEvent.ArtifactRecorded e => new(e.At, Prefix(build, e.Artifact.State), Visible.Line($"artifact {e.Artifact.Name}: {e.Artifact.Path}"), Colour.Dim),
        BuildEvent.ResumeTokenSet e => new(e.At, "", "resume token set", Colour.Dim),
        BuildEvent.Restored e => new(e.At, Prefix(build, build.Current), Visible.Line($"restored to {TimeText.Absolute(e.Moment)}: {e.Reason}"), Colour.Yellow),
        BuildEvent.HoldPlaced e => new(e.At, "", Visible.Line($"put on hold: {e.Reason}"), Colour.Yellow),
        BuildEvent.HoldLifted e => new(e.At, "", Visible.Line($"hold lifted: {e.Reason}"), Colour.Yellow),
        BuildEvent.Erased e => new(e.At, "", Visible.Line($"erased by {e.By}: {e.Reason}"), Colour.Red),
        BuildEvent.ValuesErased e => new(e.At, "", Visible.Line($"values erased by {e.By}: {e.Reason}"), Colour.Yellow),
        BuildEvent.ForeignChangeAdopted e => new(e.At, Prefix(build, e.Current), $"changed by another program: {e.Status.ToText()}", Colour.Yellow),
        _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
    };

    private static string Prefix(BuildState build, StateCode code) => StatePrefix.Of(new PlannedState(code, build.Plan.NameOf(code)));

    private static string Failed(Failure failure)
    {
        var next = failure.RetryAt is { } due ? $"next try at {TimeText.Absolute(due)}" : "no automatic retry";
        return Visible.Line($"failed ({failure.Category.ToText()}, {failure.Rule}), {next}: {failure.Error.Split('\n')[0]}");
    }
}
