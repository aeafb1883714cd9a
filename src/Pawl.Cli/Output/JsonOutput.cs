using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Pawl.Cli.Output;

/// <summary>Prints one JSON document, ended by a line break, in memory that doesn't grow with it.</summary>
internal static class JsonOutput
{
    public static async ValueTask WriteJsonAsync<T>(this Terminal terminal, T value, JsonTypeInfo<T> shape, CancellationToken cancellationToken)
    {
        terminal.Flush();
        await JsonSerializer.SerializeAsync(terminal.Out.BaseStream, value, shape, cancellationToken).ConfigureAwait(false);
        terminal.Out.Write('\n');
    }
}
