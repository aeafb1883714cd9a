using System.Text;
using System.Text.RegularExpressions;
using Pawl.Secrets;

namespace Pawl.Bench.Redaction;

/// <summary>How fast secrets are taken out of a task's output, on one core. Processor time is measured, so other programs matter little.</summary>
internal static partial class RedactionBenchmark
{
    private const int LogBytes = 32_000_000;

    public static void Run(Settings settings, Goals goals)
    {
        Markdown.Progress("redactor: making a log");
        var log = OrdinaryLog.Make(LogBytes);
        Redactor declared = Redactor.For(["Tr0ub4dor" + "&3", "correct-horse" + "-battery", "s3cr3t" + "/of+mine=", "https-proxy-" + "password", new string('k', 200)]);
        (string What, Func<byte[], long> Pass)[] passes =
        [
            ("lines only: cut and decoded", bytes => Lines(bytes, line => line.Length)),
            ("the redactor", bytes => Redact(bytes, Redactor.Standard)),
            ("the redactor with 5 declared values, one of which begins like a URL", bytes => Redact(bytes, declared)),
            ("six patterns in one Regex, compiled", bytes => Lines(bytes, line => Compiled.Replace(line, Redactor.Marker).Length)),
            ("the same, not backtracking", bytes => Lines(bytes, line => Linear.Replace(line, Redactor.Marker).Length)),
        ];
        var rates = passes.ToDictionary(pass => pass.What, _ => new List<double>());
        // The first round only warms up.
        for (var round = 0; round <= settings.Rounds + 2; round++)
        {
            Markdown.Progress($"redactor: round {round}");
            foreach (var (what, pass) in passes)
            {
                var rate = Rate(log, pass);
                if (round > 0)
                    rates[what].Add(rate);
            }
        }

        double Median(int pass) => Numbers.Median(rates[passes[pass].What]);
        Markdown.Section("Redaction of ordinary build logs");
        Markdown.Text($"{Numbers.Count(log.Length)} bytes, UTF-8, on one core; medians of {settings.Rounds + 2} rounds of processor time.");
        Markdown.Table(["What", "MB/s", "of lines only"], passes.Select((pass, i) => (string[])[pass.What, Numbers.Rate(Median(i)), Numbers.Ratio(Median(i) / Median(0))]));
        goals.AtLeast("Redactor, MB/s on one core", 200, Median(1), Numbers.Rate);
    }

    private static double Rate(byte[] log, Func<byte[], long> pass)
    {
        GC.Collect();
        var began = Environment.CpuUsage.TotalTime;
        pass(log);
        return log.Length / (Environment.CpuUsage.TotalTime - began).TotalSeconds / 1e6;
    }

    private static long Redact(byte[] log, Redactor redactor)
    {
        var lines = new LineRedactor(redactor);
        return Lines(log, line => lines.Redact(line).Length);
    }

    private static long Lines(ReadOnlySpan<byte> log, Func<string, int> use)
    {
        var sum = 0L;
        while (!log.IsEmpty)
        {
            var end = log.IndexOf((byte)'\n');
            sum += use(Encoding.UTF8.GetString(log[..end]));
            log = log[(end + 1)..];
        }

        return sum;
    }

    private const string Patterns =
        @"(?:password|passwd|secret|token|api[_-]?key)\s*[=:]\s*\S+|AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|-----BEGIN [A-Z ]*PRIVATE KEY-----|eyJ[\w-]+\.[\w-]+\.[\w-]+|://[^/\s:@]+:[^/\s@]+@";

    private static Regex Compiled { get; } = new(Patterns, RegexOptions.Compiled | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    private static Regex Linear { get; } = new(Patterns, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);
}
