using System.Collections.Immutable;

namespace Pawl.Packer;

/// <summary>A <c>packer build</c> to run.</summary>
/// <param name="Program">Packer's name or path.</param>
/// <param name="Arguments">What comes after <c>packer build</c>.</param>
/// <param name="Directory">Where it runs, absolute.</param>
public sealed record PackerCommand(string Program, ImmutableArray<string> Arguments, string Directory)
{
    private const string MachineReadable = "-machine-readable";

    /// <summary>The program and all its arguments.</summary>
    public ImmutableArray<string> Words => [Program, "build", MachineReadable, .. Arguments.Where(word => word != MachineReadable)];
}
