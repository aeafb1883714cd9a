using System.Diagnostics;
using Pawl.EndToEnd.Verbs;

namespace Pawl.EndToEnd.Completion;

/// <summary>The real shells complete with the scripts that pawl prints.</summary>
public sealed class ShellCompletionTests : CommandFixture
{
    private static readonly string[] Folders = ["/usr/bin", "/bin", "/usr/local/bin"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Bash_completes_verbs_options_words_builds_and_pipeline_files()
    {
        await ArrangeAsync();
        const string ask = """
            eval "$(pawl completion bash)"
            ask() { COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _pawl; echo "${COMPREPLY[*]}"; }
            ask pawl stat
            ask pawl list --prov
            ask pawl list --status f
            ask pawl status web
            ask pawl validate pipe
            ask pawl meta ""
            """;

        Assert.Equal(["status", "--provider", "failed", "web-43 web-42", "pipeline.yaml", "get set list"], await LinesAsync("bash", "--norc", "-c", ask));
    }

    [Fact]
    public async Task Fish_completes_verbs_options_words_builds_and_pipeline_files()
    {
        await ArrangeAsync();
        const string ask = """
            pawl completion fish | source
            for line in 'pawl stat' 'pawl list --prov' 'pawl list --status f' 'pawl status web' 'pawl validate pipe'
                complete --do-complete $line | cut -f 1 | string join ' '
            end
            """;

        Assert.Equal(["status", "--provider", "failed", "web-42 web-43", "pipeline.yaml"], await LinesAsync("fish", "--no-config", "-c", ask));
    }

    [Fact]
    public async Task Zsh_completes_verbs_options_words_builds_and_pipeline_files()
    {
        await ArrangeAsync();
        // A real interactive zsh in a terminal of its own. Its prompt means that the line editor has taken over. Tab, then the line is made harmless and ends with a mark.
        const string ask = """
            zmodload zsh/zpty
            ask() {
                zpty inner zsh -f -i
                zpty -w inner 'autoload -U compinit; compinit -u -D; eval "$(pawl completion zsh)"; PS1="REA""DY>"'
                zpty -r inner out '*READY>*'
                zpty -w -n inner "$1"$'\t\C-a: \C-e #END\n'
                zpty -r inner out '*END*'
                zpty -d inner
                print -r -- "$out" | grep -o -- "$2" | tail -1
            }
            ask 'pawl stat' 'pawl status'
            ask 'pawl list --prov' 'pawl list --provider'
            ask 'pawl list --status f' 'pawl list --status failed'
            ask 'pawl status web-4' 'web-43'
            ask 'pawl validate pipe' 'pawl validate pipeline.yaml'
            """;

        Assert.Equal(
            ["pawl status", "pawl list --provider", "pawl list --status failed", "web-43", "pawl validate pipeline.yaml"],
            await LinesAsync("zsh", "-f", "-c", ask));
    }

    private async Task ArrangeAsync()
    {
        await InitAsync("web-42");
        await InitAsync("web-43");
        await DoneAsync("init-pipeline", "pipeline.yaml");
    }

    private async Task<string[]> LinesAsync(string shell, params string[] arguments)
    {
        var program = Folders.Select(folder => Path.Combine(folder, shell)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, $"{shell} is not installed");
        var start = StartOf(program!, arguments);
        start.Environment["TERM"] = "xterm";
        start.RedirectStandardError = false;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            process.StandardInput.Close();
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim())];
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
