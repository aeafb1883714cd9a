using Pawl.Running.Processes;
using Xunit;

namespace Pawl.Tests.Running.Processes;

public sealed class ProcessStatTests
{
    private const string Rest = " S 41 40 39 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1000 2000 18446744073709551615 1";

    [Theory]
    [InlineData("sh")]
    [InlineData("two words")]
    [InlineData(") S 1 1 1")]
    [InlineData("((")]
    [InlineData("")]
    public void The_name_of_a_program_can_not_disturb_the_fields_behind_it(string name)
    {
        Assert.True(ProcessStat.TryParse(System.Text.Encoding.ASCII.GetBytes($"42 ({name}){Rest}\n"), out var stat));
        Assert.Equal(new ProcessStat('S', 41, 39, 98765), stat);
    }

    [Theory]
    [InlineData("")]
    [InlineData("42 (sh)")]
    [InlineData("42 (sh) ")]
    [InlineData("42 (sh) S 1 2")]
    [InlineData("42 (sh) S x 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19")]
    public void What_is_no_such_line_is_refused(string line) => Assert.False(ProcessStat.TryParse(System.Text.Encoding.ASCII.GetBytes(line), out _));
}
