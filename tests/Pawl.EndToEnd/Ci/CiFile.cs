namespace Pawl.EndToEnd.Ci;

/// <summary>An example for a CI server, as that server would read it.</summary>
/// <param name="Shell">What runs a step; the step's script comes as the last argument.</param>
/// <param name="Environment">The environment of all steps, with the server's own variables in place.</param>
/// <param name="Steps">What is run one after the other, each in a shell of its own, until one fails.</param>
internal sealed record CiFile(IReadOnlyList<string> Shell, IReadOnlyDictionary<string, string> Environment, IReadOnlyList<string> Steps)
{
    internal const string Commit = "0123456789abcdef0123456789abcdef01234567";
    internal const string Password = "correct-horse-battery";

    /// <summary>Reads one of the examples.</summary>
    internal static CiFile Read(string checkout, string file, string images, string store)
    {
        var text = File.ReadAllText(Path.Combine(checkout, "examples", "ci", file));
        return file switch
        {
            "Jenkinsfile" => Jenkins.Read(text, images, store),
            "gitlab-ci.yml" => GitLab.Read(text, images, store),
            "github-actions.yml" => GitHub.Read(text, images, store),
            _ => throw new ArgumentException($"{file} is no example", nameof(file)),
        };
    }
}
