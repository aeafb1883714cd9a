using System.Text;
using Pawl.Pipelines;

namespace Pawl.Cli.Concourse.Pipelines;

/// <summary>The shell script of a state's task. It needs nothing but a POSIX shell and coreutils: no pawl, and no credentials of the store. What is
/// done already, it sees in the folder that the get after <c>action: start</c> filled.</summary>
internal static class TaskScript
{
    /// <summary>The script of a state.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="state">Its state.</param>
    /// <param name="file">The pipeline file's path in the repository.</param>
    public static string Of(Pipeline pipeline, PipelineState state, string file)
    {
        var text = new StringBuilder();
        text.Append($$"""
            set -e
            report=$PWD/{{StateSteps.ReportOf(state)}}
            build=$PWD/build
            if [ -e "$build/completed/{{state.Code}}" ]; then
              echo "state {{state.Code}} is completed already"
              echo skipped >"$report/attempt"
              exit 0
            fi
            cp "$build/attempt" "$report/attempt"
            : >"$report/output"
            [ -n "$(ls -A work)" ] || cp -a source/. work/
            . "$build/env"

            """);
        AppendEnvironment(text, pipeline, state, file);
        AppendRun(text, state);
        AppendState(text, state);
        // Whatever the state leaves running keeps its output open: the log ends with a mark, not with the last of them.
        text.Append("""
            mark="PAWL_END_$$"
            { code=0; state || code=$?; echo "$code" >"$report/exit"; printf '\n%s\n' "$mark"; } 2>&1 |
              sed -u -n -e "/^$mark\$/q" -e p | tee "$report/log"
            exit "$(cat "$report/exit")"

            """);
        return text.ToString();
    }

    private static void AppendEnvironment(StringBuilder text, Pipeline pipeline, PipelineState state, string file)
    {
        // After what earlier states left: a state's own values hold.
        foreach (var (name, value) in state.Environment.Where(pair => !pipeline.Secrets.Contains(pair.Key)))
            text.Append("export ").Append(name).Append('=').Append(ShellQuote.Of(Variable.Literal(value, $"env.{name} of state {state.Code}"))).Append('\n');
        var folder = Path.GetDirectoryName(file);
        text.Append($$"""
            export BUILD_ID="$(cat "$build/build_id")" CLOUD_PROVIDER={{pipeline.Provider}} IMAGE_TYPE={{pipeline.ImageType}}
            export PAWL_STATE={{state.Code}} PAWL_ATTEMPT="$(cat "$build/attempt")" PAWL_OUTPUT="$report/output"
            export PAWL_PIPELINE_DIR="$PWD/work{{(string.IsNullOrEmpty(folder) ? "" : "/" + InQuotes(folder))}}"

            """);
    }

    // Into a file: within the script's own words, quotes of the state's would mean something else.
    private static void AppendRun(StringBuilder text, PipelineState state)
    {
        if (state.IsMilestone)
            return;
        var run = state.Run.TrimEnd('\n');
        var reader = "cat";
        if (Variable.StandsIn(run))
        {
            var mark = Unused("@PAREN@", run);
            run = run.Replace("((", $"({mark}(", StringComparison.Ordinal);
            reader = $"sed 's/{mark}//g'";
        }

        var end = Unused("PAWL_RUN", run);
        text.Append(reader).Append(" >\"$report/run\" <<'").Append(end).Append("'\n").Append(run).Append('\n').Append(end).Append('\n');
    }

    private static void AppendState(StringBuilder text, PipelineState state)
    {
        if (!state.Needs.IsEmpty)
            text.Append($$"""
                need() {
                  (cd "$PAWL_PIPELINE_DIR" && sha256sum -c "$build/artifacts/$1") && return
                  echo "artifact $1 is missing: it was made in an earlier run, and Concourse keeps no files from run to run."
                  echo "Keep it elsewhere and fetch it, or put action: rollback to the state that makes it."
                  return 1
                }

                """);
        if (!state.Artifacts.IsEmpty)
            text.Append($$"""
                made() {
                  cd "$PAWL_PIPELINE_DIR" && [ -f "$2" ] || { echo "artifact $1: $2 does not exist"; return 1; }
                  echo "$(sha256sum <"$2" | cut -c 1-64) $(wc -c <"$2" | tr -d ' ') $1 $2" >>"$report/artifacts"
                }

                """);
        var steps = state.Needs.Select(name => $"need {name}")
            .Append($"cd {PathOf(state.Directory)}")
            .Concat(state.IsMilestone ? [] : [$"{Shell(state)} \"$(cat \"$report/run\")\" </dev/null"])
            .Concat(state.Artifacts.Select(artifact => $"made {artifact.Name} \"{InQuotes(artifact.Path.Text)}\""));
        text.Append("state() {\n  ").Append(string.Join(" &&\n  ", steps)).Append("\n}\n");
    }

    private static string Shell(PipelineState state) => string.Join(' ', state.Shell.Command("")[..^1]);

    private static string PathOf(PathTemplate path) =>
        path.Text.StartsWith('/') ? $"\"{InQuotes(path.Text)}\"" : $"\"$PAWL_PIPELINE_DIR/{InQuotes(path.Text)}\"";

    // ${NAME} means the same in a pipeline's paths and in the shell's double quotes.
    private static string InQuotes(string path)
    {
        var text = new StringBuilder();
        for (var i = 0; i < path.Length; i++)
        {
            var isPlainDollar = path[i] == '$' && !(i + 1 < path.Length && path[i + 1] == '{');
            if (path[i] is '"' or '\\' or '`' || isPlainDollar)
                text.Append('\\');
            text.Append(path[i]);
        }

        return Variable.Literal(text.ToString(), "the path " + path);
    }

    private static string Unused(string word, string text)
    {
        while (text.Contains(word, StringComparison.Ordinal))
            word += "_";
        return word;
    }
}
