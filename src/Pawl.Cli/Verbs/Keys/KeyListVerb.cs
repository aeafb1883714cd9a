using System.CommandLine;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Sealing;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key list</c>.</summary>
internal sealed class KeyListVerb : Verb
{
    private const string NotGiven = "no", Missing = "missing", Damaged = "damaged";

    private static readonly string[] Heads = ["BUILD", "WRAPPED BY", "THAT KEY IS", "IN"];

    private readonly Option<string?> _backup = KeyShelves.BackupOption();

    public KeyListVerb()
        : base("list", "List which key each sealed build needs, in the store, its mirror and its backup, whether that key was given, and whose record is missing or damaged. Needs no key.") => Add(_backup);

    public override IReadOnlyList<string> Examples => ["pawl key list", "pawl key list --json | jq -r '.[] | select(.given == \"no\") | .wrappedBy' | sort -u"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var found = new List<SealedKeyJson>();
        foreach (var place in KeyShelves.Of(call, _backup))
        {
            await using var shelf = place.OpenShelf();
            await using var store = call.Open(place);
            var census = new KeyCensus(store, shelf, GivenKeys.Ring.Value, call.Terminal.Note);
            foreach (var key in await census.ReadAsync(cancellationToken).ConfigureAwait(false))
                found.Add(new SealedKeyJson(key.Place.Build.Value, key.WrappedBy, Given(key.Condition), place.Text));
        }

        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(found, PawlJson.Readable.IReadOnlyListSealedKeyJson, cancellationToken).ConfigureAwait(false);
        else if (found.Count > 0)
            PlainTable.Write(call.Terminal, Heads, [.. found.Select(Row)]);
        else
            call.Terminal.Note($"no sealed builds in {call.Place.Text}");
        return found.Exists(key => key.Given is Missing or Damaged) ? ExitCode.Store : ExitCode.Done;
    }

    private static string Given(KeyCondition condition) => condition switch
    {
        KeyCondition.Current => "current",
        KeyCondition.Old => "old",
        KeyCondition.NotGiven => NotGiven,
        KeyCondition.Missing => Missing,
        KeyCondition.Damaged => Damaged,
        KeyCondition.Erased => "erased",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "no such condition"),
    };

    private static string[] Row(SealedKeyJson key) =>
        [key.BuildId, key.WrappedBy.Length > 0 ? key.WrappedBy : "-", key.Given == NotGiven ? "not given" : key.Given, key.In];
}
