"""`c2c completion`: what a shell needs to complete the words of c2c."""

from typing import Annotated

import typer

from c2c_cli import streams
from c2c_cli.cli.group import examples, new_app
from c2c_cli.errors import UsageError
from c2c_cli.text import did_you_mean, fold, quoted

SCRIPTS = {
    "bash": """\
_c2c() {
    local word about
    COMPREPLY=()
    while IFS=$'\\t' read -r word about; do
        if [[ $word == :files ]]; then
            compopt -o default
        else
            COMPREPLY+=("$word")
        fi
    done < <(_C2C_COMPLETE=1 "${COMP_WORDS[0]/#\\~/$HOME}" "${COMP_WORDS[@]:1:COMP_CWORD}" < /dev/null 2> /dev/null)
}
complete -F _c2c c2c
""",
    "zsh": """\
#compdef c2c
_c2c() {
    local word about
    local -a values shown
    while IFS=$'\\t' read -r word about; do
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
""",
    "fish": """\
function __c2c_complete
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    set -l program (string replace -r '^~' ~ -- $words[1])
    set -l found (_C2C_COMPLETE=1 $program $words[2..-1] "$begun" < /dev/null 2> /dev/null)
    if test "$found" = :files
        __fish_complete_path "$begun"
    else
        printf '%s\\n' $found
    end
end
complete -c c2c -f -a '(__c2c_complete)'
""",
    "powershell": """\
Register-ArgumentCompleter -Native -CommandName c2c -ScriptBlock {
    param($begun, $command, $cursor)
    $words = @($command.CommandElements | Select-Object -Skip 1 | ForEach-Object { "$_" })
    $env:_C2C_COMPLETE = if ($begun) { '1' } else { 'new' }
    try {
        & c2c @words 2> $null | ForEach-Object {
            $word, $about = $_ -split "`t", 2
            if ($word -ne ':files') {
                if (-not $about) { $about = $word }
                [System.Management.Automation.CompletionResult]::new($word, $word, 'ParameterValue', $about)
            }
        }
    } finally {
        Remove-Item Env:_C2C_COMPLETE
    }
}
""",
}

app = new_app()


@app.command(
    epilog=examples(
        "c2c completion bash",
        "c2c completion zsh",
        "c2c completion fish",
    )
)
def completion(
    shell: Annotated[str, typer.Argument(metavar="SHELL", help=f"{', '.join(SCRIPTS)}.")],
) -> None:
    """Print what makes a shell complete commands and ids on TAB."""
    if fold(shell) not in SCRIPTS:
        raise UsageError(f"no completion for {quoted(shell)}{did_you_mean(shell, SCRIPTS)}")
    streams.write(SCRIPTS[fold(shell)])
