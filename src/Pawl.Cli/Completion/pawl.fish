# pawl completion for fish: pawl completion fish | source
function __pawl_complete
    set -l words (commandline --cut-at-cursor --tokenize --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    command $words[1] __complete $words[2..] "$current" 2>/dev/null
end
complete --command pawl --no-files --arguments '(__pawl_complete)'
