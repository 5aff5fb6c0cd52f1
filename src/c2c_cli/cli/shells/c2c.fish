function __c2c_complete
    set -l words (commandline -opc)
    set -l begun (commandline -ct)
    set -l program (string replace -r '^~' ~ -- $words[1])
    set -l found (_C2C_COMPLETE=1 $program $words[2..-1] "$begun" < /dev/null 2> /dev/null)
    if test "$found" = :files
        __fish_complete_path "$begun"
    else
        printf '%s\n' $found
    end
end
complete -c c2c -f -a '(__c2c_complete)'
