using Pawl.Cli.Concourse.Requests;
using Pawl.Cli.Verbs;
using Pawl.Pipelines;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>All actions of a put, by name.</summary>
internal static class PutActions
{
    private static readonly string[] Common = ["action", "build", "build_file", "pipeline", "secrets"];

    private static readonly (string Name, Func<PutAction> Make)[] Entries =
    [
        ("init", () => new InitAction()),
        ("start", () => new StartAction()),
        ("succeed", () => new SucceedAction()),
        ("fail", () => new FailAction()),
        ("interrupt", () => new InterruptAction()),
        ("retry", () => new RetryAction()),
        ("rollback", () => new RollbackAction()),
        ("meta", () => new MetaAction()),
    ];

    /// <summary>The action that params name; they have no other keys than it takes.</summary>
    /// <exception cref="RequestException">There is no such action.</exception>
    public static PutAction Of(RequestMap parameters)
    {
        var names = Entries.Select(entry => entry.Name).ToArray();
        var name = parameters.RequiredText("action", string.Join(", ", names));
        var action = Array.Find(Entries, entry => entry.Name == name).Make?.Invoke();
        if (action is null)
        {
            var guess = Suggestion.For(name, names) is { Length: > 0 } near ? $"did you mean `{near}`?" : $"there are {string.Join(", ", names)}";
            throw parameters.Fault("action", $"knows no '{Ask.Shorten(name)}'; {guess}");
        }

        parameters.RequireKeys([.. Common, .. action.Keys]);
        return action;
    }
}
