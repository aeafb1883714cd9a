namespace Pawl.Bench;

/// <summary>What was wanted, what was measured, and whether that is enough.</summary>
internal sealed class Goals
{
    private readonly List<(string Goal, string Measured, bool Met)> _goals = [];

    public void AtMost(string what, double most, double measured, Func<double, string> show) =>
        _goals.Add(($"{what} ≤ {show(most)}", show(measured), measured <= most));

    public void AtLeast(string what, double least, double measured, Func<double, string> show) =>
        _goals.Add(($"{what} ≥ {show(least)}", show(measured), measured >= least));

    public void Write()
    {
        Markdown.Section("Goals");
        Markdown.Table(["Goal", "Measured", "Met"], _goals.Select(g => (string[])[g.Goal, g.Measured, g.Met ? "yes" : "**no**"]));
    }
}
