using System.Collections.Immutable;
using Pawl.Pipelines;

namespace Pawl.Alerts;

/// <summary>Makes settings of the tree of a file of alerts, or names all that is wrong with it in one go.</summary>
public static class AlertReader
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="root">The file's one value.</param>
    /// <param name="source">Where it comes from.</param>
    public static AlertReading Read(SourceNode root, PipelineSource source)
    {
        var faults = new FaultCollector(source.File);
        var map = new MapReader(root, AlertShapes.File, faults);
        map.Require("channels", "add `channels:` with a list, such as `- {name: ops, type: slack, url_env: SLACK_WEBHOOK}`");
        map.Require("rules", "add `rules:` with a list, such as `- {name: broken, on: failed, to: [ops]}`");

        var zone = map.Value<TimeZoneInfo>("timezone", TimeZoneInfo.Utc, AlertValues.Zone);
        var quiet = map.Has("quiet_hours") ? QuietReader.Read(map.Map("quiet_hours", AlertShapes.Quiet), zone, faults) : null;
        var channels = map.Items("channels", "[{name: ops, type: slack, url_env: SLACK_WEBHOOK}]")
            .Select(node => ChannelReader.Read(node, faults)).ToImmutableArray();
        var names = Names(channels.Select(c => new Placed<string>(c.Value.Name, c.At)), "`channels`", faults);
        var rules = map.Items("rules", "[{name: broken, on: failed, to: [ops]}]")
            .Select(node => RuleReader.Read(node, new RuleSurroundings(names, zone, quiet), faults)).ToImmutableArray();
        Names(rules.Select(r => new Placed<string>(r.Value.Name, r.At)), "`rules`", faults);
        var link = map.Value<LinkTemplate>("link", LinkTemplate.None, AlertValues.Link);

        var found = faults.InOrder();
        return found.IsEmpty
            ? new AlertReading.Valid(new AlertSettings([.. channels.Select(c => c.Value)], [.. rules.Select(r => r.Value)], link))
            : new AlertReading.Faulty(found);
    }

    // One that couldn't be read was complained of.
    private static ImmutableArray<string> Names(IEnumerable<Placed<string>> names, string what, FaultCollector faults) =>
        Unique.Values([.. names.Where(name => name.Value.Length > 0)], what, faults);
}
