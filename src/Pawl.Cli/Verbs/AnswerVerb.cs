using Pawl.Stores;

namespace Pawl.Cli.Verbs;

/// <summary>A verb that shows something of one build that scripts decide on: it is never the cache that answers.</summary>
internal abstract class AnswerVerb(string name, string summary) : LookVerb(name, summary)
{
    protected sealed override IBuildReader Open(Invocation call) => call.OpenExactReader();
}
