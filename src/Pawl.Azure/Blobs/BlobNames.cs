namespace Pawl.Azure.Blobs;

/// <summary>Keys as names of blobs. They are the same but for one thing: the service may drop dots at the end of a part, so that
/// <c>web.</c> and <c>web</c> would be one build; such a part gets a <c>~</c>, which no key of Pawl's has.</summary>
/// <param name="prefix">What all names begin with: empty, or with a slash at its end.</param>
internal sealed class BlobNames(string prefix)
{
    /// <summary>The name of a key's blob, or what the names of a prefix's keys begin with.</summary>
    public string Of(string key) => prefix + key.Replace("./", ".~/", StringComparison.Ordinal);

    /// <summary>The key that a name stands for.</summary>
    public string KeyOf(string name) => name[prefix.Length..].Replace(".~/", "./", StringComparison.Ordinal);
}
