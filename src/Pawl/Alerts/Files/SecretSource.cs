namespace Pawl.Alerts;

/// <summary>Where a secret comes from. The file of alerts names the place, never the secret.</summary>
public abstract record SecretSource
{
    private const int MostCharacters = 16_384;

    private SecretSource()
    {
    }

    /// <summary>The secret.</summary>
    /// <exception cref="AlertSecretException">It isn't there.</exception>
    public abstract string Read(IReadOnlyDictionary<string, string> environment);

    /// <summary>An environment variable.</summary>
    public sealed record FromEnvironment(string Name) : SecretSource
    {
        /// <inheritdoc/>
        public override string Read(IReadOnlyDictionary<string, string> environment) => environment.GetValueOrDefault(Name) is { } text && !string.IsNullOrWhiteSpace(text)
            ? text.Trim()
            : throw new AlertSecretException($"the environment variable {Name} is not set; set it where pawl runs");
    }

    /// <summary>The first line of a file.</summary>
    public sealed record FromFile(string Path) : SecretSource
    {
        /// <inheritdoc/>
        public override string Read(IReadOnlyDictionary<string, string> environment)
        {
            try
            {
                using var file = new StreamReader(Path);
                var text = new char[MostCharacters];
                var line = new string(text, 0, file.ReadBlock(text, 0, text.Length)).Split('\n')[0].Trim();
                return line.Length > 0 ? line : throw new AlertSecretException($"the file {Path} is empty; write the secret into its first line");
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new AlertSecretException($"the file {Path} can't be read ({e.Message}); put it there, readable for who runs pawl", e);
            }
        }
    }

    /// <summary>A value that is no secret, written in the file itself.</summary>
    public sealed record Open(string Value) : SecretSource
    {
        /// <inheritdoc/>
        public override string Read(IReadOnlyDictionary<string, string> environment) => Value;
    }
}

/// <summary>A secret that a channel needs isn't there.</summary>
public sealed class AlertSecretException(string message, Exception? cause = null) : Exception(message, cause);
