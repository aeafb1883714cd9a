using System.Collections.Immutable;

namespace Pawl.Tests.Secrets.Corpus;

/// <summary>Where secrets stand in build logs.</summary>
internal static class Places
{
    /// <summary>For tokens that tell by themselves what they are.</summary>
    public static ImmutableArray<string> Anywhere { get; } =
    [
        "{}",
        "using {} for the upload",
        "+ deploy {}",
        "+ deploy --with={} --verbose",
        "+ export VALUE={}",
        "VALUE='{}' ./publish.sh",
        "value: {}",
        "value = \"{}\"",
        "  \"value\": \"{}\",",
        "{\"level\":\"error\",\"msg\":\"refused: {}\"}",
        "{\\\"value\\\": \\\"{}\\\"}",
        "\"a line\\n{}\\nanother\"",
        "https://api.example.org/v1/things?q={}&page=2",
        "https://api.example.org/cb?next=a%3D{}%26b",
        "    web: ok: [default] => {\"changed\": false, \"stdout\": \"{}\"}",
        "      + value                         = \"{}\"",
        "Error: 401 Unauthorized ({}).",
        "[{}]",
        "<value>{}</value>",
        "2026-03-04T10:11:12Z stderr F rejected '{}': expired",
        "#12 0.412 {}",
        "Traceback: ValueError(\"bad value {}\")",
        "==> web: {}",
        "value={}; Path=/; HttpOnly",
    ];

    /// <summary>For what only its name tells to be a token: the name's last words are put before.</summary>
    public static ImmutableArray<string> Named(params string[] names) =>
    [
        .. names.SelectMany(name => (string[])
        [
            $"export {name.ToUpperInvariant()}={{}}",
            $"+ {name.ToUpperInvariant()}='{{}}' ./publish.sh",
            $"docker build --build-arg {name.ToUpperInvariant()}={{}} .",
            $"  {name}: {{}}",
            $"{name} = \"{{}}\"",
            $"  \"{name}\": \"{{}}\",",
            $"{{\\\"{name}\\\":\\\"{{}}\\\",\\\"a\\\":1}}",
            $"tool --{name.Replace('_', '-')} {{}} --verbose",
            $"tool --{name.Replace('_', '-')}={{}}",
            $"packer build -var '{name}={{}}' web.pkr.hcl",
            $"ansible-playbook -e {name}={{}} site.yml",
            $"{{'{name}': '{{}}', 'region': 'eu-west-1'}}",
            $"<{name}>{{}}</{name}>",
            $"https://api.example.org/login?{name}={{}}&page=2",
        ]),
    ];
}
