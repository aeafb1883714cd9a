namespace Pawl.Cli.Verbs;

/// <summary>A file that an option names, or standard input for <c>-</c>.</summary>
internal static class InputFile
{
    /// <summary>Opens it and reads what is wanted of it.</summary>
    /// <exception cref="UsageException">The file can't be read.</exception>
    public static async ValueTask<T> ReadAsync<T>(
        string option, string file, Func<Stream, CancellationToken, ValueTask<T>> read, CancellationToken cancellationToken)
    {
        try
        {
            var input = file == "-" ? Console.OpenStandardInput() : File.OpenRead(file);
            await using (input.ConfigureAwait(false))
                return await read(input, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new UsageException($"{option} '{Ask.Shorten(file)}' can't be read: {Why(e)}");
        }
    }

    private static string Why(Exception e) => e switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException => "it may not be read, or is a folder",
        _ => e.Message,
    };
}
