using System.CommandLine;
using Pawl.Cli.Stores;
using Pawl.Cli.Verbs.Store;
using Pawl.Stores;

namespace Pawl.Cli.Verbs.Keys;

/// <summary><c>pawl key policy</c>.</summary>
internal sealed class KeyPolicyVerb : Verb
{
    private const string Variable = "PAWL_KEY_URL";

    private readonly Argument<string?> _key = new("URL")
    {
        Description = $"The key: awskms://KEY[?region=REGION] or azkv://VAULT/KEY. Without it the one of ${Variable}.",
        Arity = ArgumentArity.ZeroOrOne,
        DefaultValueFactory = _ => null,
    };

    private readonly Option<StoreRole> _role = StoreAsk.RoleOption();

    public KeyPolicyVerb()
        : base("policy", "Print the least rights that a role needs on a key that a service keeps: an IAM policy, a role definition.")
    {
        Add(_key);
        Add(_role);
    }

    public override IReadOnlyList<string> Examples => ["pawl key policy awskms://alias/pawl?region=eu-central-1 --role worker > key-policy.json"];

    public override IReadOnlyList<ExitCode> ExitCodes { get; } = [ExitCode.Done, ExitCode.Internal, ExitCode.Usage];

    public override async ValueTask<ExitCode> RunAsync(Invocation call, CancellationToken cancellationToken)
    {
        var (key, source) = call.Get(_key) is { Length: > 0 } given ? (given, "URL") : (Environment.GetEnvironmentVariable(Variable) ?? "", Variable);
        if (key.Length == 0)
            throw new UsageException($"which key? Name it as awskms://KEY or azkv://VAULT/KEY, or in {Variable}; a key in a file has no rights but the file's");
        await call.Out.WriteLineAsync(KeyServices.Policy(key, source, call.Get(_role))).ConfigureAwait(false);
        return ExitCode.Done;
    }
}
