using System.Collections.Immutable;

namespace Pawl.Secrets;

internal static partial class RedactionRules
{
    /// <summary>Tokens of other services.</summary>
    public static ImmutableArray<RedactionRule> Services =>
    [
        new TokenRule("slack", "Bot, user and app tokens of Slack.", ["xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xoxe.", "xapp-", "xwfp-"], Dotted, 10),
        new TokenRule("vault", "Service, batch and recovery tokens of HashiCorp Vault.", ["hvs.", "hvb.", "hvr."], Url, 20),
        new TokenRule("vault-legacy", "Service tokens of Vault before 1.10.", ["s."], Alphanumeric, 24, 24) { Mixture = TokenMixture.BothCasesAndDigits },
        new PatternRule("terraform-cloud", "API tokens of Terraform Cloud and HCP.", [".atlasv1."], TerraformCloudPattern),
        new TokenRule("stripe", "Keys of Stripe, for tests too, and the secrets of its webhooks.", ["sk_live_", "rk_live_", "sk_test_", "rk_test_", "whsec_"], Alphanumeric, 20),
        new TokenRule("sendgrid", "API key of SendGrid.", ["SG."], Dotted, 60),
        new TokenRule("twilio", "API key of Twilio.", [.. "0123456789abcdef".Select(c => $"SK{c}")], Hex, 31, 31),
        new TokenRule("mailgun", "API key of Mailgun.", ["key-"], Hex, 32, 32) { Mixture = TokenMixture.LettersAndDigits },
        new PatternRule("mailchimp", "API key of Mailchimp.", ["-us"], MailchimpPattern),
        new TokenRule("hugging-face", "Access token of Hugging Face.", ["hf_", "api_org_"], Alphanumeric, 30),
        new TokenRule("databricks", "Personal access token of Databricks.", ["dapi"], Hex, 32, 32),
        new TokenRule("openai", "Keys of OpenAI and of the services that took over its form.", ["sk-"], Url, 32) { Mixture = TokenMixture.BothCasesAndDigits },
        new TokenRule("openrouter", "API key of OpenRouter.", ["sk-or-v1-"], Hex, 32),
        new TokenRule("groq", "API key of Groq.", ["gsk_"], Alphanumeric, 40),
        new TokenRule("grafana", "Service account and cloud tokens of Grafana.", ["glsa_", "glc_"], Base64, 32),
        new TokenRule("new-relic", "User, ingest and browser keys of New Relic.", ["NRAK-", "NRII-", "NRJS-"], Url, 19),
        new TokenRule("sentry", "User and organisation tokens of Sentry.", ["sntryu_", "sntrys_"], Base64, 60),
        new TokenRule("dynatrace", "API and platform tokens of Dynatrace.", ["dt0c01.", "dt0s01.", "dt0s16."], Dotted, 60),
        new TokenRule("pulumi", "Access token of Pulumi.", ["pul-"], Hex, 40, 40),
        new TokenRule("doppler", "Personal, service and CLI tokens of Doppler.", ["dp.pt.", "dp.st.", "dp.ct.", "dp.sa.", "dp.scim.", "dp.audit."], Dotted, 40),
        new TokenRule("planetscale", "Passwords and tokens of PlanetScale.", ["pscale_pw_", "pscale_tkn_", "pscale_oauth_"], Dotted, 30),
        new TokenRule("linear", "API and OAuth tokens of Linear.", ["lin_api_", "lin_oauth_"], Alphanumeric, 32),
        new TokenRule("postman", "API key of Postman.", ["PMAK-"], Url, 50),
        new TokenRule("shopify", "Access tokens and secrets of Shopify.", ["shpat_", "shpca_", "shppa_", "shpss_"], Hex, 32, 32),
        new PatternRule("telegram", "Token of a Telegram bot.", [":AA"], TelegramPattern),
        new TokenRule("tailscale", "Keys that join machines to a Tailscale network.", ["tskey-"], Url, 20),
        new TokenRule("1password", "Service account of 1Password.", ["ops_eyJ"], Base64, 100),
        new TokenRule("fly-io", "Access tokens of Fly.io.", ["fo1_", "fm1r_", "fm2_"], Base64, 40),
        new TokenRule("netlify", "Personal access token of Netlify.", ["nfp_"], Alphanumeric, 36),
        new TokenRule("supabase", "Access tokens and secret keys of Supabase.", ["sbp_", "sb_secret_"], Url, 24),
        new TokenRule("notion", "Integration token of Notion.", ["ntn_"], Alphanumeric, 40),
        new PatternRule("jwt", "A signed token: who has it is who it names.", ["eyJ"], JwtPattern),
    ];
}
