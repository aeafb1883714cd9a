using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    // GitHub's "token formats", GitLab's "token prefixes", npm's and PyPI's announcements, and so on.
    private static ImmutableArray<SecretKind> Forges { get; } =
    [
        Token("GitHub token", s => s.Pick("gh" + "p", "gh" + "o", "gh" + "u", "gh" + "s", "gh" + "r") + "_" + s.Alnum(36)),
        Token("GitHub fine-grained token", s => "github" + "_pat_" + s.Alnum(22) + "_" + s.Alnum(59)),
        Token("GitLab token", s => "gl" + s.Pick("pat", "dt", "rt", "cbt", "ptt", "ft", "imt", "agent", "oas", "soat", "ffct") + "-" + s.Url(20)),
        Token("GitLab routable token", s => "gl" + "pat-" + s.Url(27) + "." + s.LowerAlnum(2) + "." + s.LowerAlnum(9)),
        Token("GitLab runner registration token", s => "GR" + "1348941" + s.Url(20)),
        Token("Bitbucket app password", s => "AT" + "BB" + s.Alnum(32)),
        Token("Atlassian token", s => "AT" + "ATT3xFfGF0" + s.Url(170) + "=" + s.Of("0123456789ABCDEF", 8)),
        Token("npm token", s => "npm" + "_" + s.Alnum(36)),
        new("npm registry login", s => Shapes.Base64Of("builder:" + s.Alnum(15)),
        [
            "//registry.example.org/:_auth={}", "//registry.example.org/:_authToken={}", "_auth = {}", "npm config set //registry.example.org/:_authToken {}",
            "  npmAuthToken: \"{}\"", "NPM_AUTH_TOKEN={}",
        ]),
        Token("PyPI token", s => "py" + "pi-AgEIcHlwaS5vcmc" + s.Url(130)),
        Token("RubyGems key", s => "ruby" + "gems_" + s.Hex(48)),
        Token("NuGet key", s => "oy" + "2" + s.Of("abcdefghijklmnopqrstuvwxyz234567", 43)),
        Token("crates.io token", s => "ci" + "o" + s.Alnum(32)),
        Token("Docker Hub token", s => "dckr" + s.Pick("_pat_", "_oat_") + s.Url(27)),
        new("Docker auth", s => Shapes.Base64Of("builder:" + s.Alnum(18)),
        [
            "\t\t\t\"auth\": \"{}\"",
            "{\"auths\":{\"registry.example.org\":{\"auth\":\"{}\"}}}",
            "{\"auths\":{\"registry.example.org\":{\"username\":\"builder\",\"auth\":\"{}\",\"email\":\"a@example.org\"}}}",
            "{\\\"auths\\\":{\\\"registry.example.org\\\":{\\\"auth\\\":\\\"{}\\\"}}}",
            "  auth: {}",
            "X-Registry-Auth: {}",
            ".dockerconfigjson: {}",
        ]),
        Token("JFrog key", s => "AK" + "Cp" + s.Alnum(69)),
        Token("JFrog reference token", s => "cm" + "VmdGtuOjAxOj" + s.Alnum(52)),
        Token("CircleCI token", s => "CCI" + s.Pick("PAT", "PRJ") + "_" + s.Alnum(22) + "_" + s.Hex(40)),
        Token("Buildkite token", s => "bk" + "ua_" + s.Hex(40)),
        Token("SonarQube token", s => "sq" + s.Pick("u", "p", "a") + "_" + s.Hex(40)),
        Named("Maven password", s => s.Of(Shapes.Base62 + "!.", 16) + "a1", "nexus_password", "repo_password", "ossrhPassword"),
        new("Git credentials", s => s.Alnum(40),
        [
            "git clone https://{}@git.example.org/x.git",
            "Cloning into 'x' from https://oauth2:{}@git.example.org/x.git",
            "https://x-access-token:{}@git.example.org/x",
            "machine git.example.org login builder password {}",
            "git -c http.extraheader='Authorization: Basic {}' fetch",
            "git config --global http.extraHeader 'PRIVATE-TOKEN: {}'",
            "origin\thttps://builder:{}@git.example.org/x.git (push)",
            "fatal: unable to access 'https://builder:{}@git.example.org/x.git/': Could not resolve host",
        ]),
    ];
}
