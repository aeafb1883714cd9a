namespace Pawl.Packer;

/// <summary>What Packer left isn't what it should be: the manifest, or a file that it names. The message says what and what to do.</summary>
public sealed class PackerFaultException(string message) : Exception(message);
