using System.Security.Cryptography;
using System.Text;
using Pawl.Stores;

namespace Pawl.Sqlite.Encrypted;

/// <summary>The file <c>.sqlcipher</c> of a folder: it says that the folder's databases are encrypted, and by which key.</summary>
/// <param name="Salt">Random bytes.</param>
/// <param name="Check">What the key makes of them.</param>
internal sealed record CipherMark(byte[] Salt, byte[] Check)
{
    private const string Name = ".sqlcipher", Version = "sqlcipher 1";

    /// <summary>A mark for a folder that gets this key.</summary>
    public static CipherMark Of(CipherKey key)
    {
        var salt = RandomNumberGenerator.GetBytes(CipherKey.CheckLength);
        return new CipherMark(salt, key.Check(salt));
    }

    /// <summary>True when a folder is marked.</summary>
    public static bool Exists(string folder) => File.Exists(PathIn(folder));

    /// <summary>The folder's mark; null when it has none.</summary>
    /// <exception cref="StoreException">It can't be read.</exception>
    public static CipherMark? Read(string folder)
    {
        try
        {
            return Parse(File.ReadAllText(PathIn(folder))) ?? throw new StoreException(
                StoreFault.Corrupt, $"{PathIn(folder)} is damaged or from a newer Pawl; remove it, and the next command with the right key makes it anew");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreException(StoreFault.Unreachable, $"{PathIn(folder)} can't be read ({e.Message}); mend its permissions", e);
        }
    }

    /// <summary>True for the key that the folder was marked with.</summary>
    public bool IsOf(CipherKey key) => CryptographicOperations.FixedTimeEquals(key.Check(Salt), Check);

    /// <summary>Marks a folder, unless another process was first.</summary>
    /// <exception cref="StoreException">It can't be written.</exception>
    public void Place(string folder)
    {
        var unnamed = Path.Combine(folder, $".{Guid.NewGuid():N}.new");
        try
        {
            using (var file = OwnFile.Create(unnamed))
            {
                file.Write(Encoding.ASCII.GetBytes($"{Version} {Convert.ToHexStringLower(Salt)} {Convert.ToHexStringLower(Check)}\n"));
                file.Flush(flushToDisk: true);
            }

            FreeName.Give(unnamed, PathIn(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(unnamed);
            if (!Exists(folder))
                throw new StoreException(StoreFault.ReadOnly, $"{PathIn(folder)} can't be made ({e.Message}); mend the folder's permissions, or choose another one", e);
        }
    }

    private static CipherMark? Parse(string text) =>
        text.TrimEnd().Split(' ') is [var kind, var version, var salt, var check] && $"{kind} {version}" == Version
        && TryHex(salt) is { } readSalt && TryHex(check) is { } readCheck
            ? new CipherMark(readSalt, readCheck)
            : null;

    private static byte[]? TryHex(string text) =>
        text.Length == 2 * CipherKey.CheckLength && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;

    private static string PathIn(string folder) => Path.Combine(folder, Name);
}
