namespace Pawl.Tests.Secrets.Corpus;

/// <summary>All kinds of secrets of the corpus.</summary>
internal static partial class SecretKinds
{
    public static IEnumerable<SecretKind> All => [.. Clouds, .. Forges, .. Services, .. Passwords, .. Connections, .. Keys];

    /// <summary>Each kind in each of its places, so many times with other secrets.</summary>
    public static IEnumerable<SecretSample> Samples(int rounds)
    {
        var shapes = new Shapes(seed: 2);
        foreach (var kind in All)
        {
            for (var round = 0; round < rounds; round++)
            {
                foreach (var context in kind.Contexts)
                    yield return SecretSample.Of(kind.Name, context, kind.Make(shapes));
            }
        }
    }

    private static SecretKind Token(string name, Func<Shapes, string> make) => new(name, make, Places.Anywhere);

    private static SecretKind Named(string name, Func<Shapes, string> make, params string[] names) => new(name, make, Places.Named(names));
}
