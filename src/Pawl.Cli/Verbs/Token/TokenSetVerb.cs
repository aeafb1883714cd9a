using System.CommandLine;
using Pawl.Builds;

namespace Pawl.Cli.Verbs.Token;

/// <summary><c>pawl token set</c>.</summary>
internal sealed class TokenSetVerb : RecordVerb
{
    private readonly Argument<string> _value = new("VALUE") { Description = "Any text; an empty one takes the token away." };

    public TokenSetVerb()
        : base("set", "Set a build's resume token: a script's own mark of where to go on within a state.") => Add(_value);

    public override IReadOnlyList<string> Examples => ["pawl token set web-42 partition-3"];

    protected override ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var value = call.Get(_value);
        return new(change =>
        {
            BuildSecrets.Of(change.After).RequireHarmless("resume", "token", value);
            return change.SetResumeToken(value);
        });
    }

    protected override string Say(BuildState after) => $"build {after.Id} has a new resume token";
}
