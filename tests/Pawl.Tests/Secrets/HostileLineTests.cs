using System.Diagnostics;
using Pawl.Running;
using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

/// <summary>Lines that are made to cost much.</summary>
public sealed class HostileLineTests
{
    private const int Short = 60_000;
    private const int Times = 8;

    // A line eight times as long takes eight times as long; where the time grows with the square, it is 64 times.
    private const int MostTimesLonger = 3 * Times;

    // A disturbed measurement is taken again; a square stays one.
    private const int Rounds = 12;

    // What makes a search look far and find nothing, over and over.
    private static readonly string[] Repeated =
    [
        "password", "password ", "password=\"", "password='a", "password=\\", "password=a'", "password=`a", "password=${", "password=[", "token=a,", "token=a;b",
        "--token ", "<password>", "<password><value>", " key", "secret=\\\"", "eyJ", "eyJaaaaaaaa.", ".eyJaaaaaaaa", "://", "://a:", "://a:b", "://aaaaaaaaaaaaaaaaaaaa", "AKIA", "AKIA ",
        "ghp_", "ghp_-", "$6$", "$6$a$", "==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "8Q~", "-----BEGIN ", "-----BEGIN A PRIVATE KEY", "PRIVATE KEY-", "Private-Lines: 1",
        "bearer ", "bearer a", "authorization: ", "authorization: bearer ", "authorization\", ", "cookie:a", "sig=", "curl -u a", "curl -u \"a", "mysql -p'", "mysql '-p", "chpasswd a:", "secret a",
        "secret AAAAAAAAAAAAAAAAAAA1a/", " login -p", " login a password", "rootpw ", "rootpw --a", "identified by '", "password('", "\"auth\" ", "auth: AAAA", "-p\"", "\e[", "\e[1", "\e]",
        "net user ", "net user a ", "echo ", "echo a --password-stdin ", "printf '%s' ", "7z ", "7z -p", "zip -P", "pgpass a:", "pgpass a:1:a:a:", "rabbitmqctl -a ", "htpasswd -b a ", "htpasswd -nb ",
        "password is", "password is generated for a", "define('A", "define('PASS", "oracle:thin:a", ":a@tcp(", "sqlplus a/", "sk-", "sk-a1", "sk-aA1-", "s.", "key-", "{SSHA}", "SCRAM-SHA-256$1:",
        "pbkdf2_sha1$1$", "AZDO", "JQQJ9", "+ASb", ".atlasv1.", "0-us", "1:AA", "a/passwordpassw/ password ", "passw/ password ", "unseal key 1: ", "operator unseal ", "%3D", "\\n",
        "aB1", "aB1/", "aB1-", "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV= ", "aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV,", "id: aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV ", "/aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV",
        "[redacted]", "[redacted]a", "aaaaaaab", "a", "error", "1%", "=", " ", "K\u212a",
    ];

    public static TheoryData<string> Patterns => [.. Repeated];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_hostile_line_takes_time_that_grows_with_its_length_and_no_faster(string repeated)
    {
        var redactor = Redactor.For([new string('a', 2_000), "aaaaaaac", "S3cr3t" + "-of-mine"]);
        string shortLine = Line(repeated, Short), longLine = Line(repeated, Short * Times);
        var (brief, lengthy) = (TimeSpan.MaxValue, TimeSpan.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            brief = Least(brief, Time(redactor, shortLine));
            lengthy = Least(lengthy, Time(redactor, longLine));
            if (lengthy < brief * MostTimesLonger)
                return;
        }

        Assert.Fail($"{shortLine.Length} characters took {brief}, {longLine.Length} took {lengthy}");
    }

    [Fact]
    public void Text_before_many_blanks_is_not_looked_at_again_and_again()
    {
        var random = string.Concat(Enumerable.Repeat("aB1cD2eF3gH4iJ5kL6mN7oP8qR9sT0uV ", 20_000)) + new string(' ', 600_000);
        Assert.Contains(Redactor.Marker, Redactor.Standard.Redact(random), StringComparison.Ordinal);
    }

    private static TimeSpan Time(Redactor redactor, string line)
    {
        var began = Stopwatch.GetTimestamp();
        var tail = new TailLines();
        tail.Add(new LineRedactor(redactor).Redact(line));
        ErrorText.From(new TaskEnd.Exited(1), tail);
        return Stopwatch.GetElapsedTime(began);
    }

    private static string Line(string repeated, int length) => string.Concat(Enumerable.Repeat(repeated, length / repeated.Length));

    private static TimeSpan Least(TimeSpan a, TimeSpan b) => a < b ? a : b;
}
