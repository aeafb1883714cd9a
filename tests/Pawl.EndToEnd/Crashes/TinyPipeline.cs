using System.Globalization;
using System.Text;

namespace Pawl.EndToEnd.Crashes;

/// <summary>A pipeline of tiny states in a folder of its own. Each task holds a lock together with all that it starts, so that two attempts
/// that overlap betray themselves, and writes down when it begins and ends.</summary>
internal sealed class TinyPipeline
{
    // What a task starts in the background keeps the lock's descriptor: the lock is free once nothing of the attempt is left.
    private const string Task =
        """
        exec 9>>lock
        flock -n -E 66 9 || [ $? != 66 ] || echo "overlap $PAWL_STATE $PAWL_ATTEMPT $$" >>journal
        echo "begin $PAWL_STATE $PAWL_ATTEMPT $$" >>journal
        (setsid sleep 1000 &)
        if [ -n "${FAILS_ONCE:-}" ] && [ ! -e "failed-$PAWL_STATE" ]; then
          : >"failed-$PAWL_STATE"
          exit 75
        fi
        printf 'V%s=%s\nM%s<<EOF\ntwo\nlines\nEOF\n' "$PAWL_STATE" "$PAWL_ATTEMPT" "$PAWL_STATE" >>"$PAWL_OUTPUT"
        echo "$PAWL_STATE" >"out/$PAWL_STATE"
        sleep "$PAUSE"
        echo "end $PAWL_STATE $PAWL_ATTEMPT $$" >>journal
        """;

    private TinyPipeline(string folder, IReadOnlyList<int> states) => (Folder, States) = (folder, states);

    /// <summary>Where its file, its journal and its artifacts are.</summary>
    internal string Folder { get; }

    /// <summary>The codes.</summary>
    internal IReadOnlyList<int> States { get; }

    internal string File => Path.Combine(Folder, "pipeline.yaml");

    /// <summary>What its tasks wrote down so far.</summary>
    internal Journal Journal => Journal.Read(Path.Combine(Folder, "journal"));

    /// <summary>Writes one.</summary>
    /// <param name="folder">A new folder for it.</param>
    /// <param name="count">How many states.</param>
    /// <param name="longestPause">The most milliseconds that a task takes.</param>
    /// <param name="random">Decides the rest.</param>
    internal static TinyPipeline Write(string folder, int count, int longestPause, Random random)
    {
        Directory.CreateDirectory(Path.Combine(folder, "out"));
        var codes = Enumerable.Range(0, 100).ToArray();
        random.Shuffle(codes);
        int[] states = [.. codes.Take(count - 1).Order(), 100];
        var text = new StringBuilder("name: tiny\nprovider: private\nimage_type: tiny\nstates:\n");
        for (var i = 0; i < states.Length; i++)
            AddState(text, states[i], i > 0 ? states[i - 1] : null, random.Next(longestPause + 1), random.Next(4) == 0 ? "1" : "");
        System.IO.File.WriteAllText(Path.Combine(folder, "task.sh"), Task);
        System.IO.File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), text.ToString());
        return new TinyPipeline(folder, states);
    }

    /// <summary>Writes one of two states: a script, and the end. In the script <c>begin</c> notes that the attempt began.</summary>
    internal static TinyPipeline Of(string folder, string script)
    {
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Path.Combine(folder, "task.sh"), "begin() { echo \"begin $PAWL_STATE $PAWL_ATTEMPT $$\" >>journal; }\n" + script);
        System.IO.File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), """
            name: tiny
            provider: private
            image_type: tiny
            states:
              - {code: 40, name: Script, run: . ./task.sh, retry: {strategy: standard, attempts: 5, initial: 10ms}}
              - {code: 100, name: End, run: 'true'}
            """);
        return new TinyPipeline(folder, [40, 100]);
    }

    private static void AddState(StringBuilder text, int code, int? before, int pause, string failsOnce)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""
              - code: {{code}}
                name: State {{code}}
                run: . ./task.sh
                kill_after: 2s
                env: {PAUSE: "{{pause / 1000.0:0.000}}", FAILS_ONCE: "{{failsOnce}}"}
                retry: {strategy: backoff, attempts: 1000, initial: 10ms, max: 20ms}
                transient: [signal 9, exit 75]
                artifacts: [{name: a{{code}}, path: out/{{code}}}]

            """);
        if (before is { } needed)
            text.Append(CultureInfo.InvariantCulture, $"    needs: [a{needed}]\n");
    }
}
