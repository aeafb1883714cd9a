using System.Text;
using Pawl.Builds;
using Pawl.Cli.Output;
using Pawl.Pipelines;

namespace Pawl.Cli.Concourse.Folders;

/// <summary>A build's metadata for a shell: <c>. build/env</c> gives a task what earlier states left.</summary>
internal static class MetadataEnvironment
{
    /// <summary>A line <c>export NAME='value'</c> for each value whose key can be a variable's name.</summary>
    public static string Text(BuildState build)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in ShownMetadata.WithoutSensitive(build))
        {
            if (EnvironmentName.IsValid(name) && !EnvironmentName.IsReserved(name) && !value.Contains('\0'))
                text.Append("export ").Append(name).Append('=').Append(ShellQuote.Of(value)).Append('\n');
        }

        return text.ToString();
    }
}
