using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    // Each after the vendor's page about its keys.
    private static ImmutableArray<SecretKind> Services { get; } =
    [
        Token("Slack token", s => "xo" + s.Pick("xb-", "xp-", "xa-2-") + s.Number(12) + "-" + s.Number(13) + "-" + s.Alnum(24)),
        Token("Slack app token", s => "xa" + "pp-1-A" + s.Of(Shapes.Upper + Shapes.Digits, 10) + "-" + s.Number(13) + "-" + s.Hex(64)),
        new("Webhook", s => "T" + s.Of(Shapes.Upper + Shapes.Digits, 8) + "/B" + s.Of(Shapes.Upper + Shapes.Digits, 10) + "/" + s.Alnum(24),
        [
            "curl -X POST https://hooks.slack" + ".com/services/{} -d @m.json", "SLACK_WEBHOOK_URL=https://hooks.slack" + ".com/services/{}",
            "  \"url\": \"https://hooks.slack" + ".com/services/{}\"", "posting to https://hooks.slack" + ".com/workflows/{} failed",
        ]),
        Token("Vault token", s => "hv" + s.Pick("s", "b", "r") + "." + s.Url(90)),
        Token("Vault service token of old", s => "s" + "." + s.Alnum(24)),
        new("Vault unseal key", s => s.Base64(33),
        [
            "Unseal Key 1: {}", "Recovery Key 3: {}", "vault operator unseal {}", "  \"unseal_key\": \"{}\"",
        ]),
        Token("Terraform Cloud token", s => s.Alnum(14) + ".atlas" + "v1." + s.Url(67)),
        Named("Consul token", s => s.Uuid(), "consul_http_token", "nomad_token", "SecretID"),
        Token("Stripe key", s => s.Pick("s", "r") + "k_" + s.Pick("live", "test") + "_" + s.Alnum(24)),
        Token("Stripe webhook secret", s => "wh" + "sec_" + s.Alnum(32)),
        Token("SendGrid key", s => "S" + "G." + s.Url(22) + "." + s.Url(43)),
        Token("Twilio key", s => "S" + "K" + s.Hex(32)),
        Named("Twilio auth token", s => s.Hex(32), "twilio_auth_token", "auth_token"),
        Token("Mailgun key", s => "key" + "-" + s.Hex(32)),
        Token("Mailchimp key", s => s.Hex(32) + "-us" + s.Number(2)),
        Token("Hugging Face token", s => "h" + "f_" + s.Alnum(34)),
        Token("Databricks token", s => "da" + "pi" + s.Hex(32)),
        Token("OpenAI key", s => "sk" + "-" + s.Alnum(20) + "T3Blbk" + "FJ" + s.Alnum(20)),
        Token("OpenAI project key", s => "sk" + s.Pick("-proj-", "-svcacct-") + s.Url(60) + "aB3" + s.Url(60)),
        Token("Anthropic key", s => "sk" + "-ant-api03-" + s.Url(93) + "AA"),
        Token("OpenRouter key", s => "sk" + "-or-v1-" + s.Hex(64)),
        Token("Groq key", s => "gs" + "k_" + s.Alnum(52)),
        Token("Grafana token", s => "gl" + "sa_" + s.Alnum(32) + "_" + s.Hex(8)),
        Token("Grafana Cloud token", s => "gl" + "c_eyJvIjoi" + s.Alnum(80)),
        Token("New Relic key", s => "NR" + "AK-" + s.Of(Shapes.Upper + Shapes.Digits, 27)),
        Named("Datadog key", s => s.Hex(32), "dd_api_key", "datadog_api_key"),
        Token("Sentry token", s => "sntr" + "yu_" + s.Hex(64)),
        Token("Dynatrace token", s => "dt" + "0c01." + s.Base32(24) + "." + s.Base32(64)),
        Token("Pulumi token", s => "pu" + "l-" + s.Hex(40)),
        Token("Doppler token", s => "dp" + s.Pick(".pt.", ".st.dev.") + s.Alnum(43)),
        Token("PlanetScale password", s => "pscale" + s.Pick("_pw_", "_tkn_") + s.Url(43)),
        Token("Linear key", s => "lin" + "_api_" + s.Alnum(40)),
        Token("Postman key", s => "PM" + "AK-" + s.Hex(24) + "-" + s.Hex(34)),
        Token("Shopify token", s => "sh" + s.Pick("pat", "pca", "ppa", "pss") + "_" + s.Hex(32)),
        Token("Telegram bot token", s => s.Number(10) + ":AA" + s.Url(33)),
        Token("Tailscale key", s => "ts" + "key-auth-" + s.Alnum(12) + "CNTRL-" + s.Alnum(32)),
        Token("1Password service account", s => "op" + "s_eyJ" + s.Alnum(200)),
        Token("Fly.io token", s => "fo" + "1_" + s.Url(43)),
        Token("Netlify token", s => "nf" + "p_" + s.Alnum(36)),
        Token("Supabase token", s => "sb" + "p_" + s.Hex(40)),
        Token("Notion token", s => "nt" + "n_" + s.Number(11) + s.Alnum(35)),
        Token("JWT", s => "ey" + "J" + s.Base64Url(28) + ".ey" + "J" + s.Base64Url(120) + "." + s.Base64Url(32)),
        Token("age key", s => "AGE-SECRET" + "-KEY-1" + s.Of(Shapes.Upper + Shapes.Digits, 58)),
        new("Bearer token", s => s.Alnum(38) + "1",
        [
            "> Authorization: Bearer {}", "curl -H 'Authorization: Bearer {}' https://api.example.org", "{\"Authorization\": \"Bearer {}\"}",
            "headers={'Authorization': 'Bearer {}'}", "{\\\"Authorization\\\":\\\"Bearer {}\\\"}", "authorization: token {}", "Proxy-Authorization: Bearer {}",
            "Authorization: Bearer {}\\r\\nAccept: */*\\r\\n", "sent Bearer {} and got 403", "X-Auth-Token: {}", "PRIVATE-TOKEN: {}", "X-Vault-Token: {}",
            "x-api-key: {}", "< set-auth-token: {}", "Authorization: ApiKey {}", "-H \"X-Api-Key: {}\"", "Ocp-Apim-Subscription-Key: {}", "x-functions-key: {}",
        ]),
        new("Basic header", s => Shapes.Base64Of("builder:" + s.Alnum(14)),
        [
            "> Authorization: Basic {}", "curl -H \"Authorization: Basic {}\" https://repo.example.org", "{\"authorization\":\"Basic {}\"}",
            "Proxy-Authorization: Basic {}", "  header 'Authorization', 'Basic {}'", "http.extraheader=AUTHORIZATION: basic {}",
        ]),
        new("Cookie", s => s.Url(40),
        [
            "Cookie: session={}", "< Set-Cookie: JSESSIONID={}; Path=/; Secure", "< set-cookie: session={}; HttpOnly", "curl -H 'Cookie: sid={}' https://ci.example.org",
        ]),
        Named("Token by name", s => s.Alnum(24), "access_token", "refresh_token", "deploy_token", "registration_token", "api_key", "apikey", "encryption_key", "SIGNING_KEY", "webhook_secret"),
        Named("Hexadecimal secret by name", s => s.Hex(64), "secret_key_base", "session_secret", "k3s_token", "certificate_key"),
        new("Join command", s => s.LowerAlnum(6) + "." + s.LowerAlnum(16),
        [
            "kubeadm join 192.0.2.10:6443 --token {} --discovery-token-ca-cert-hash sha256:0123", "kubeadm token: {}", "K3S_TOKEN={} sh -",
        ]),
        new("Activation key", s => s.Alnum(20),
        [
            "subscription-manager register --org 123 --activationkey {}", "subscription-manager register --activationkey={} --org=123", "pro attach --token {}",
            "SUSEConnect --regcode {}", "activation_key: {}",
        ]),
    ];
}
