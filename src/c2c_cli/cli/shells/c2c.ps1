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
