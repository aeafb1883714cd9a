namespace Pawl.Cli.Concourse.Requests;

/// <summary>What Concourse asked for isn't right, or isn't there. The message says what, and what to do; it never repeats a credential.</summary>
internal sealed class RequestException(string message, Exception? cause = null) : Exception(message, cause);
