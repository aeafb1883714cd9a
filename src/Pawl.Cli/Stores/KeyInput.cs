using System.Diagnostics.CodeAnalysis;
using Pawl.Cli.Output;
using Pawl.Secrets;

namespace Pawl.Cli.Stores;

/// <summary>Reads one kind of key from what the environment gives: a file that only its owner may read, or the key itself.</summary>
/// <typeparam name="T">The key.</typeparam>
/// <param name="read">Reads it, as <see cref="KeyText"/> has it.</param>
/// <param name="maker">The command that makes one, for people.</param>
internal sealed class KeyInput<T>(KeyInput<T>.Reader read, string maker)
    where T : class
{
    /// <summary>Reads a key; false when the text is none.</summary>
    public delegate bool Reader(string text, [NotNullWhen(true)] out T? key);

    /// <summary>The key in a file.</summary>
    /// <exception cref="UsageException">It holds none.</exception>
    /// <exception cref="Pawl.Stores.StoreException">It can't be read.</exception>
    public T OfFile(string file, string variable) => OfText(SecretFile.Read(file), $"{variable} ({Visible.Line(file)})");

    /// <summary>The key in a text.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public T OfText(string text, string source) => read(text, out var key)
        ? key
        : throw new UsageException($"{source} holds no key: it must be {KeyText.Length} bytes in base64, as `{maker} FILE` makes them");
}
