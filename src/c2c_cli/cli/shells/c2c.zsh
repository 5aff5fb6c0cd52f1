#compdef c2c
_c2c() {
    local word about
    local -a values shown
    while IFS=$'\t' read -r word about; do
        if [[ $word == :files ]]; then
            [[ $PREFIX == --*=* ]] && compset -P '*='
            _files
            return
        fi
        values+=("$word")
        shown+=("$word${about:+  -- $about}")
    done < <(_C2C_COMPLETE=1 ${~words[1]} "${(@Q)words[2,CURRENT]}" < /dev/null 2> /dev/null)
    compadd -M 'm:{a-zA-Z}={A-Za-z}' -l -d shown -a values
}
if ! (( $+functions[compdef] )); then
    autoload -Uz compinit && compinit
fi
if [[ ${funcstack[1]} == _c2c ]]; then
    _c2c "$@"
else
    compdef _c2c c2c
fi
