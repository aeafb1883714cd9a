using Pawl.Running;
using Pawl.Running.Processes;
using Xunit;

namespace Pawl.Tests.Running.Processes;

public sealed class GuardReportTests
{
    private static readonly TaskSpec Spec = new(["sh"], "/work", new Dictionary<string, string>(), TimeSpan.FromSeconds(3), TimeSpan.Zero);

    [Fact]
    public void The_first_report_counts()
    {
        Assert.IsType<TaskEnd.NotStarted>(GuardReport.Read("pawl-task no-program 2\npawl-task exited 127\n", Spec));
        Assert.Equal(new TaskEnd.Exited(1), GuardReport.Read("some warning\npawl-task exited 1\n", Spec));
        Assert.Equal(new TaskEnd.TimedOut(Spec.Timeout), GuardReport.Read("pawl-task timed-out 0\n", Spec));
    }

    [Theory]
    [InlineData("")]
    [InlineData("exited 0\n")]
    [InlineData("pawl-task exited\n")]
    [InlineData("pawl-task exited -1\n")]
    [InlineData("pawl-task unknown 1\n")]
    public void What_is_no_report_is_none(string text) => Assert.Null(GuardReport.Read(text, Spec));
}
