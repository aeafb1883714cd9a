using Pawl.Builds;
using Pawl.Cli.Concourse.Folders;
using Pawl.Cli.Concourse.Requests;
using Pawl.Pipelines;
using Pawl.Secrets;

namespace Pawl.Cli.Concourse.Puts;

/// <summary>One <c>put</c>: what was asked for, the files of earlier steps, and the world around it.</summary>
/// <param name="Params">Its <c>params</c>.</param>
/// <param name="Folder">What earlier steps left.</param>
/// <param name="Build">The build.</param>
/// <param name="Pipeline">The pipeline file that it names; null when it names none.</param>
/// <param name="Redactor">Knows all values that must appear nowhere.</param>
/// <param name="Call">The call of the program.</param>
/// <param name="Worker">Who works on the build.</param>
internal sealed record PutRequest(
    RequestMap Params, PutFolder Folder, BuildId Build, Pipeline? Pipeline, Redactor Redactor, Invocation Call, Worker Worker)
{
    private readonly List<string> _notes = [];

    /// <summary>What was decided, for people; said once the change is made.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Notes what was decided. A decision that is made anew begins with <see cref="Forget"/>.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>What was decided before counts no more.</summary>
    public void Forget() => _notes.Clear();
}
