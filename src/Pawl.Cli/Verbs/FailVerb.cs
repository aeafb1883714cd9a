using System.CommandLine;
using Pawl.Builds;
using Pawl.Cli.Completion;

namespace Pawl.Cli.Verbs;

/// <summary><c>pawl fail</c>: a script's attempt failed.</summary>
internal sealed class FailVerb : ChangeVerb
{
    private readonly Argument<StateCode?> _state = Ask.State();
    private readonly Option<string?> _error = new("--error") { Description = "What went wrong.", HelpName = "TEXT" };
    private readonly Option<string?> _errorFile = new Option<string?>("--error-file")
    {
        Description = "A file whose last lines say what went wrong; - reads standard input.",
        HelpName = "FILE|-",
    }.Completing(Candidates.AllFiles);

    private readonly Option<FailureCategory?> _category = new("--category")
    {
        Description = "transient: trying again can help; persistent: people must look. Default: found from the text by the pipeline's rules and the built-in ones.",
        HelpName = "transient|persistent",
        CustomParser = result => FailureCategoryText.TryParse(Ask.Text(result), out var category)
            ? category
            : Ask.Refuse<FailureCategory?>(result, $"--category: '{Ask.Shown(result)}' must be transient or persistent"),
    };

    public FailVerb()
        : base("fail", "Record that the attempt at the current state failed; the state stays the current one.")
    {
        Add(_state);
        Add(_error);
        Add(_errorFile);
        Add(_category);
        _category.CompletionSources.Clear();
        _category.CompletionSources.Add("transient", "persistent");
    }

    public override IReadOnlyList<string> Examples =>
        ["pawl fail web-42 --error 'mirror not reachable'", "packer build image.json 2>&1 | tee log || pawl fail web-42 5 --error-file log"];

    protected override async ValueTask<Func<Change, Change>> PrepareAsync(Invocation call, CancellationToken cancellationToken)
    {
        var state = call.Get(_state);
        var text = await ReadAsync(call, cancellationToken).ConfigureAwait(false);
        var category = call.Get(_category);
        return change =>
        {
            var failure = ScriptFailure.Of(change.After, text, category, call.Time.GetUtcNow());
            return change.RequireFree(call.IsKnownDead).Fail(state ?? change.After.Current, failure).Release();
        };
    }

    private ValueTask<string> ReadAsync(Invocation call, CancellationToken cancellationToken) => (call.Get(_error), call.Get(_errorFile)) switch
    {
        ({ } text, null) => new(text),
        (null, { } file) => ErrorInput.ReadAsync("--error-file", file, cancellationToken),
        _ => throw new UsageException("`pawl fail` needs --error TEXT or --error-file FILE, one of the two"),
    };
}
