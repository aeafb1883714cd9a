using System.CommandLine;
using Pawl.Cli.Output;
using Pawl.Cli.Stores;
using Pawl.Sealing;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key list</c>.</summary>
internal sealed class KeyListVerb : Verb
{
    private static readonly string[] Heads = ["BUILD", "WRAPPED BY", "THAT KEY IS", "IN"];

    private readonly Option<string?> _backup = KeyShelves.BackupOption();

    public KeyListVerb()
        : base("list", "List which key each sealed build needs, in the store, its mirror and its backup, and whether that key was given. Needs no key.") => Add(_backup);

    public override IReadOnlyList<string> Examples => ["pawl key list", "pawl key list --json | jq -r '.[] | select(.given == \"no\") | .wrappedBy' | sort -u"];

    public override IReadOnlyList<ExitCode> ExitCodes => StoreCodes;

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var found = new List<SealedKeyJson>();
        foreach (var shelf in KeyShelves.Open(call, _backup))
        {
            await using var closing = shelf;
            await foreach (var place in shelf.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (await shelf.FindAsync(place, cancellationToken).ConfigureAwait(false) is { } key)
                    found.Add(Shape(key.Record, shelf.Location));
            }
        }

        if (call.WantsJson)
            await call.Terminal.WriteJsonAsync(found, PawlJson.Readable.IReadOnlyListSealedKeyJson, cancellationToken).ConfigureAwait(false);
        else if (found.Count > 0)
            PlainTable.Write(call.Terminal, Heads, [.. found.Select(Row)]);
        else
            call.Terminal.Note($"no sealed builds in {call.Place.Text}");
        return ExitCode.Done;
    }

    private static SealedKeyJson Shape(KeyRecord record, string location) => record is WrappedKey { Wrapper: var wrapper }
        ? new SealedKeyJson(record.Place.Build.Value, wrapper.ToString(), Given(wrapper), location)
        : new SealedKeyJson(record.Place.Build.Value, "", "erased", location);

    private static string Given(KeyIdentity wrapper) => GivenKeys.Ring.Value switch
    {
        { Current: { } current } when current.Identity == wrapper => "current",
        var ring => ring.Find(wrapper) is null ? "no" : "old",
    };

    private static string[] Row(SealedKeyJson key) => [key.BuildId, key.WrappedBy, key.Given == "no" ? "not given" : key.Given, key.In];
}
