using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Pawl.EndToEnd.Processes;

/// <summary>A copy of a descriptor that every program gets that this process executes.</summary>
internal sealed partial class Inherited(SafeFileHandle original) : IDisposable
{
    private readonly int _copy = Duplicate(original);

    public void Dispose() => new SafeFileHandle(_copy, ownsHandle: true).Dispose();

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(SafeFileHandle original);
}
