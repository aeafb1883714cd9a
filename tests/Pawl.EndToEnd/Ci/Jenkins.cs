using System.Text.RegularExpressions;

namespace Pawl.EndToEnd.Ci;

/// <summary>A declarative Jenkinsfile, as far as the example goes (https://www.jenkins.io/doc/book/pipeline/syntax/).</summary>
internal static partial class Jenkins
{
    internal static CiFile Read(string text, string images, string store)
    {
        var code = Comment.Replace(text, "");
        Assert.StartsWith("pipeline {", code.TrimStart(), StringComparison.Ordinal);
        AssertBalanced(Script.Replace(code, ""));
        Assert.Contains("disableConcurrentBuilds()", code, StringComparison.Ordinal);
        var stages = Stage.Matches(code);
        var steps = Script.Matches(code).Select(match => match.Groups[1].Success ? match.Groups[1].Value : match.Groups[2].Value).ToList();
        Assert.Equal(stages.Count, steps.Count);

        var credentials = new Dictionary<string, string> { ["pawl-store"] = store, ["repo-password"] = CiFile.Password };
        // The server's own variables: BUILD_ID is one of them.
        var environment = new Dictionary<string, string> { ["JENKINS_URL"] = "http://localhost/", ["BUILD_ID"] = "7", ["GIT_COMMIT"] = CiFile.Commit };
        foreach (Match set in Setting.Matches(Block(code, "environment")))
        {
            environment[set.Groups["name"].Value] = set.Groups["credential"].Success
                ? credentials[set.Groups["credential"].Value]
                : set.Groups["value"].Value.Replace("${env.GIT_COMMIT}", CiFile.Commit, StringComparison.Ordinal).Replace("/srv/images", images, StringComparison.Ordinal);
        }

        return new CiFile(["sh", "-xe", "-c"], environment, steps);
    }

    private static string Block(string code, string name)
    {
        var from = code.IndexOf(name + " {", StringComparison.Ordinal);
        return code[from..code.IndexOf("\n  }", from, StringComparison.Ordinal)];
    }

    private static void AssertBalanced(string code)
    {
        var depth = 0;
        foreach (var c in code)
        {
            depth += c switch { '{' or '(' => 1, '}' or ')' => -1, _ => 0 };
            Assert.True(depth >= 0, "a bracket too many");
        }

        Assert.Equal(0, depth);
    }

    [GeneratedRegex(@"(?<![:/'])//.*")]
    private static partial Regex Comment { get; }

    [GeneratedRegex(@"\bsh (?:'''(.*?)'''|'([^'\n]*)')", RegexOptions.Singleline)]
    private static partial Regex Script { get; }

    [GeneratedRegex(@"\bstage\('[^']+'\)")]
    private static partial Regex Stage { get; }

    [GeneratedRegex("""^ *(?<name>[A-Z_]+) = (?:credentials\('(?<credential>[^']+)'\)|['"](?<value>[^'"]*)['"]) *$""", RegexOptions.Multiline)]
    private static partial Regex Setting { get; }
}
