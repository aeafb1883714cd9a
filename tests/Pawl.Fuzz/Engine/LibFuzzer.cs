using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pawl.Fuzz.Engine;

/// <summary>LLVM's libFuzzer, in this process: it makes inputs, and keeps those that reached something new. An input costs a call, not a
/// process.</summary>
internal static unsafe partial class LibFuzzer
{
    private const string Library = "pawlfuzz";

    private static Action<byte[]> _take = _ => { };

    /// <summary>Fuzzes until libFuzzer's arguments say that it is enough; the process ends with it.</summary>
    /// <param name="library">The path of the shared library that holds libFuzzer and the map of edges.</param>
    /// <param name="arguments">libFuzzer's arguments.</param>
    /// <param name="take">Takes an input; must not throw.</param>
    public static int Run(string library, IReadOnlyList<string> arguments, Action<byte[]> take)
    {
        _take = take;
        var handle = NativeLibrary.Load(library);
        NativeLibrary.SetDllImportResolver(Assembly.GetExecutingAssembly(), (name, _, _) => name == Library ? handle : 0);
        Coverage.Use((byte*)NativeLibrary.GetExport(handle, "pawl_edges"));
        *(delegate* unmanaged[Cdecl]<byte*, nuint, nuint, uint, nuint>*)NativeLibrary.GetExport(handle, "pawl_mutate") = &Mutate;

        // libFuzzer keeps the pointers: nothing of this is freed while the process lives.
        var count = arguments.Count + 1;
        var argv = (byte**)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(byte*));
        argv[0] = Utf8("pawl-fuzz");
        for (var i = 0; i < arguments.Count; i++)
            argv[i + 1] = Utf8(arguments[i]);
        return LLVMFuzzerRunDriver(&count, &argv, &TakeOne);
    }

    private static byte* Utf8(string text) => (byte*)Marshal.StringToCoTaskMemUTF8(text);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int TakeOne(byte* data, nuint size)
    {
        Coverage.BeginRun();
        _take(new ReadOnlySpan<byte>(data, (int)size).ToArray());
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nuint Mutate(byte* data, nuint size, nuint most, uint seed)
    {
        // By halves: what only looks like JSON must be tried as well.
        var mutated = seed % 2 == 0 ? JsonMutation.Of(new ReadOnlySpan<byte>(data, (int)size), new Random((int)seed)) : null;
        if (mutated is null || mutated.Length > (int)most)
            return LLVMFuzzerMutate(data, size, most);
        mutated.CopyTo(new Span<byte>(data, (int)most));
        return (nuint)mutated.Length;
    }

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LLVMFuzzerRunDriver(int* argc, byte*** argv, delegate* unmanaged[Cdecl]<byte*, nuint, int> callback);

    [LibraryImport(Library)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nuint LLVMFuzzerMutate(byte* data, nuint size, nuint most);
}
