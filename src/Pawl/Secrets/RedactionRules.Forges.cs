using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Tokens of forges, registries of packages and images, and CI.</summary>
    public static ImmutableArray<RedactionRule> Forges =>
    [
        new TokenRule("github", "Personal, OAuth, user, server and refresh tokens of GitHub.", ["ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"], Dotted, 30),
        new TokenRule("gitlab", "Personal, deploy, runner, job, trigger, feed, mail, agent, OAuth, SCIM and feature flag tokens of GitLab.",
            ["glpat-", "gldt-", "glrt-", "glrtr-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "gloas-", "glsoat-", "glffct-", "GR1348941"], Dotted, 20),
        new TokenRule("bitbucket", "App passwords of Bitbucket.", ["ATBB"], Alphanumeric, 24),
        new TokenRule("atlassian", "API tokens of Atlassian.", ["ATATT3", "ATCTT3"], Base64, 60),
        new TokenRule("npm", "Access token of the npm registry.", ["npm_"], Alphanumeric, 36, 36),
        new TokenRule("pypi", "Upload token of PyPI.", ["pypi-Ag"], Url, 40),
        new TokenRule("rubygems", "API key of RubyGems.", ["rubygems_"], Hex, 48, 48),
        new TokenRule("nuget", "API key of NuGet.", ["oy2"], LowerAlphanumeric, 43, 43) { Mixture = TokenMixture.LettersAndDigits },
        new TokenRule("crates-io", "API token of crates.io.", ["cio"], Alphanumeric, 32, 32) { Mixture = TokenMixture.BothCasesAndDigits },
        new TokenRule("docker", "Personal and organisation access tokens of Docker Hub.", ["dckr_pat_", "dckr_oat_"], Url, 20),
        new TokenRule("artifactory", "API keys and reference tokens of Artifactory.", ["AKCp", "cmVmdGtuOj"], Alphanumeric, 48),
        new TokenRule("circleci", "Personal and project tokens of CircleCI.", ["CCIPAT_", "CCIPRJ_"], Url, 40),
        new TokenRule("buildkite", "User and agent tokens of Buildkite.", ["bkua_", "bkct_"], Url, 40),
        new TokenRule("sonarqube", "User, project and global tokens of SonarQube.", ["squ_", "sqp_", "sqa_"], Hex, 40, 40),
    ];
}
