#compdef pawl
# pawl completion for zsh: eval "$(pawl completion zsh)", after compinit
_pawl() {
    local line value
    local -a values texts folders
    while IFS= read -r line; do
        value=${line%%$'\t'*}
        if [[ $value == */ ]]; then
            folders+=("$value")
        elif [[ $line == *$'\t'?* ]]; then
            values+=("$value") texts+=("$value  -- ${line#*$'\t'}")
        else
            values+=("$value") texts+=("$value")
        fi
    done < <(command "${words[1]}" __complete "${(@Q)words[2,CURRENT]}" 2>/dev/null)
    (( ${#values} )) && compadd -l -d texts -a values
    (( ${#folders} )) && compadd -S '' -a folders
    (( ${#values} + ${#folders} ))
}
if [[ ${funcstack[1]} == _pawl ]]; then
    _pawl "$@"
else
    compdef _pawl pawl
fi
