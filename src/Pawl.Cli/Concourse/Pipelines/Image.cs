using Pawl.Yaml;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>A container image: <c>REPOSITORY[:TAG]</c>.</summary>
internal static class Image
{
    private const string Type = "registry-image";

    /// <summary>As an <c>image_resource</c>.</summary>
    public static YamlNode Resource(string image) => YamlNode.Map(("type", YamlNode.Of(Type)), ("source", Source(image)));

    /// <summary>As a resource type.</summary>
    public static YamlNode ResourceType(string name, string image) =>
        YamlNode.Map(("name", YamlNode.Of(name)), ("type", YamlNode.Of(Type)), ("source", Source(image)));

    private static YamlNode Source(string image)
    {
        // A colon before the last slash is a registry's port.
        var colon = image.LastIndexOf(':');
        return colon > image.LastIndexOf('/') && !image.EndsWith("))", StringComparison.Ordinal)
            ? YamlNode.Map(("repository", YamlNode.Of(image[..colon])), ("tag", YamlNode.Of(image[(colon + 1)..])))
            : YamlNode.Map(("repository", YamlNode.Of(image)));
    }
}
