using Pawl.Secrets;
using Xunit;

namespace Pawl.Tests.Secrets;

public sealed class HostileLineTests
{
    // What makes a search look far and find nothing, over and over.
    private static readonly string[] Repeated =
    [
        "password", "password ", "password=\"", "password='a", "password=\\", "password=a'", "password=`a", "password=${", "password=[", "token=a,", "token=a;b",
        "--token ", "<password>", " key", "secret=\\\"", "eyJ", "eyJaaaaaaaa.", ".eyJaaaaaaaa", "://", "://a:", "://a:b", "://aaaaaaaaaaaaaaaaaaaa", "AKIA", "AKIA ",
        "ghp_", "ghp_-", "$6$", "$6$a$", "==", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", "8Q~", "-----BEGIN ", "-----BEGIN A PRIVATE KEY", "PRIVATE KEY-",
        "bearer ", "bearer a", "authorization: ", "authorization: bearer ", "cookie:a", "sig=", "curl -u a", "curl -u \"a", "mysql -p'", "chpasswd a:", "secret a",
        "secret AAAAAAAAAAAAAAAAAAA1a/", " login -p", " login a password", "rootpw ", "rootpw --a", "identified by '", "\"auth\" ", "-p\"", "\e[", "\e[1", "\e]",
        "[redacted]", "[redacted]a", "aaaaaaab", "a", "error", "1%", "=", "K\u212a",
    ];

    public static TheoryData<string> Patterns => [.. Repeated];

    [Theory]
    [MemberData(nameof(Patterns))]
    public async Task A_hostile_line_of_a_million_characters_takes_no_hostile_time(string repeated)
    {
        var line = string.Concat(Enumerable.Repeat(repeated, 1_000_000 / repeated.Length));
        var redactor = Redactor.For([new string('a', 2_000), "aaaaaaac", "S3cr3t" + "-of-mine"]);
        var tail = new TailLines();
        var work = Task.Run(() =>
        {
            tail.Add(new LineRedactor(redactor).Redact(line));
            return ErrorText.From(new Pawl.Running.TaskEnd.Exited(1), tail);
        }, TestContext.Current.CancellationToken);

        // Where the time grew with the square of the length, this would take hours.
        Assert.NotEmpty(await work.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken));
    }
}
