using Pawl.Servers.Faults;
using Xunit;

namespace Pawl.Conformance.Servers;

/// <summary>Faults at random can be repeated, and come as often as asked for.</summary>
public sealed class FaultPlanTests
{
    private const int Draws = 10_000;

    [Fact]
    public void A_seed_gives_the_same_faults_again() => Assert.Equal(Draw(FaultPlan.Even<HttpFault>(7, 0.05)), Draw(FaultPlan.Even<HttpFault>(7, 0.05)));

    [Fact]
    public void Every_kind_comes_about_as_often_as_asked_for()
    {
        var counts = Draw(FaultPlan.Even<HttpFault>(7, 0.05)).CountBy(fault => fault).ToDictionary();
        Assert.Equal(Enum.GetValues<HttpFault>().Length, counts.Count);
        Assert.All(counts.Where(count => count.Key != HttpFault.Pass), count => Assert.InRange(count.Value, Draws * 0.04, Draws * 0.06));
    }

    private static List<HttpFault> Draw(FaultPlan<HttpFault> plan) => [.. Enumerable.Range(0, Draws).Select(_ => plan.Next("GET /"))];
}
