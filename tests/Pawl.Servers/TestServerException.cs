namespace Pawl.Servers;

/// <summary>A server for tests could not be started, or isn't there; the message says which, why and what to do.</summary>
public sealed class TestServerException(string message) : Exception(message);
