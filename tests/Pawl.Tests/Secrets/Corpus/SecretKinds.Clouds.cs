using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

internal static partial class SecretKinds
{
    // IAM unique identifiers, STS; Microsoft Entra and "identifiable keys"; Google Cloud's authentication pages.
    private static ImmutableArray<SecretKind> Clouds { get; } =
    [
        Token("AWS access key id", s => s.Pick("AK", "AS", "AB") + "IA" + s.Base32(16)),
        Named("AWS secret key", s => s.Of(Shapes.Base62 + "+/", 40), "aws_secret_access_key", "secret_key", "SecretAccessKey"),
        new("AWS secret key in tables", s => s.Of(Shapes.Base62 + "/", 38) + "aZ",
        [
            "ACCESSKEY\tAK" + "IAQ3EXAMPLE2EXAMPLE\t{}\tActive",
            "aws configure set aws_secret_access_key {}",
            "credentials: AK" + "IAQ3EXAMPLE2EXAMPLE / {}",
            "SecretKey {}",
        ]),
        Token("AWS session token", s => s.Pick("IQoJb3JpZ2luX2Vj", "FwoGZXIvYXdz", "FQoDYXdz") + "EPz//////////wEaDG" + s.Base64(330)),
        Named("AWS session token by name", s => s.Base64(600), "aws_session_token", "SessionToken"),
        Token("AWS Bedrock key", s => "AB" + "SKQmVkcm9ja0FQSUtleS" + s.Of(Shapes.Base62, 110)),
        Token("Azure client secret", s => s.Alnum(3) + s.Pick("7", "8") + "Q~" + s.Url(34)),
        Named("Azure client secret by name", s => s.Alnum(3) + "8Q~" + s.Url(34), "arm_client_secret", "azure_client_secret", "clientSecret"),
        Token("Azure storage key", s => s.Base64(64)),
        Token("Azure identifiable key", s => s.Alnum(52) + "JQQ" + "J99" + s.Of("ABC", 1) + s.Of("ABCDEFGHIJKL", 1) + "AC" + s.Alnum(22)),
        Token("Azure identifiable key in base64", s => s.Of(Shapes.Base62, 33) + s.Pick("+ASb", "+AEh", "+ARm", "AzCa", "AIoT") + s.Of(Shapes.Base62, 6) + "="),
        Token("Azure DevOps token", s => s.Alnum(76) + "AZ" + "DO" + s.Alnum(4)),
        new("Azure shared access signature", s => Uri.EscapeDataString(s.Base64(32)),
        [
            "https://images1.blob.example.net/vhds/web.vhd?sv=2024-11-04&st=2026-03-04T10%3A11%3A12Z&se=2026-03-05T10%3A11%3A12Z&sr=b&sp=r&sig={}",
            "azcopy copy out.vhd 'https://images1.blob.example.net/vhds?sv=2024-11-04&sr=c&sp=rw&sig={}&se=2026-03-05'",
            "  \"accessSAS\": \"https://md-x.blob.example.net/a/abcd?sv=2018-03-28&sr=b&si=b0b2&sig={}\"",
            "sas_token = \"sp=rl&st=2026-03-04&sv=2024-11-04&sr=c&sig={}\"",
            "export AZURE_STORAGE_SAS_TOKEN='?sv=2024-11-04&ss=b&srt=sco&sig={}'",
            "Endpoint: sb://a.example.net/ SharedAccessSignature sr=a.example.net&sig={}&se=1772616672&skn=root",
        ]),
        new("Azure connection string", s => s.Base64(64),
        [
            "DefaultEndpointsProtocol=https;AccountName=images1;AccountKey={};EndpointSuffix=core.example.net",
            "AZURE_STORAGE_CONNECTION_STRING='DefaultEndpointsProtocol=https;AccountName=a;AccountKey={}'",
            "AccountEndpoint=https://a.example.net:443/;AccountKey={};Database=x",
            "{\"connectionString\":\"DefaultEndpointsProtocol=https;AccountName=a;AccountKey={};EndpointSuffix=x\"}",
        ]),
        new("Azure Service Bus connection string", s => s.Base64(32),
        [
            "Endpoint=sb://a.example.net/;SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey={}",
            "HostName=hub.example.net;DeviceId=d1;SharedAccessKey={};GatewayHostName=g",
            "Endpoint=https://config.example.net;Id=abc-l0-s0;Secret={}",
        ]),
        Token("Google API key", s => "AI" + "za" + s.Url(35)),
        Token("Google access token", s => "ya" + "29." + s.Pick("a0A", "c.b0A") + s.Url(160)),
        Token("Google refresh token", s => "1/" + "/0" + s.Url(62)),
        Token("Google client secret", s => "GOC" + "SPX-" + s.Url(28)),
        new("Google service account", s => "-----BEGIN " + "PRIVATE KEY-----\\n" + string.Join("\\n", Enumerable.Range(0, 26).Select(_ => s.Of(Shapes.Base62 + "+/", 64))) + "\\n-----END " + "PRIVATE KEY-----\\n",
        [
            "  \"private_key\": \"{}\",",
            "{\"type\": \"service_account\", \"project_id\": \"p\", \"private_key_id\": \"0123\", \"private_key\": \"{}\", \"client_email\": \"a@example.org\"}",
            "+ export GOOGLE_CREDENTIALS='{\"type\":\"service_account\",\"private_key\":\"{}\"}'",
            "got {} from the metadata server",
        ]),
        Token("DigitalOcean token", s => "do" + s.Pick("p", "o", "r") + "_v1_" + s.Hex(64)),
        Token("Alibaba access key id", s => "LT" + "AI5t" + s.Alnum(20)),
        Named("Alibaba access key secret", s => s.Alnum(30), "alicloud_secret_key", "accessKeySecret"),
        Named("OpenStack password", s => s.Alnum(20), "os_password", "OS_APPLICATION_CREDENTIAL_SECRET"),
        Named("vSphere password", s => s.Of(Shapes.Base62 + "!@#%", 14) + "aB1", "vcenter_password", "vsphere_password", "GOVC_PASSWORD"),
        Token("token of no known form", s => s.Alnum(64) + "aB1"),
    ];
}
