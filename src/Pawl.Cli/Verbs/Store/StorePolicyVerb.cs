using System.CommandLine;
using Pawl.Cli.Stores;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Store;

/// <summary><c>pawl store policy</c>.</summary>
internal sealed class StorePolicyVerb : Verb
{
    private readonly Argument<string?> _url = StoreAsk.OptionalUrl("The store; without it the one of --store.");

    private readonly Option<StoreRole> _role = StoreAsk.RoleOption();

    public StorePolicyVerb()
        : base("policy", "Print the least rights that a role needs on a store: an IAM policy, a role definition, grants, file modes.")
    {
        Add(_url);
        Add(_role);
    }

    public override IReadOnlyList<string> Examples => ["pawl store policy s3://state-builds --role worker > policy.json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var place = call.Get(_url) is { } url ? StorePlace.Parse("URL", url) : call.Place;
        await call.Out.WriteLineAsync(place.Kind.Policy(place.Url, call.Get(_role))).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
