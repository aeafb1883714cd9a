namespace Pawl.Cli.Output;

/// <summary>For whom the program prints.</summary>
internal enum OutputFormat
{
    /// <summary>People.</summary>
    Text,

    /// <summary>Programs.</summary>
    Json,
}
