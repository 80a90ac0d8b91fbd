export const powershell = `# servectl completion for PowerShell: servectl completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName servectl -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $words = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.StartOffset -lt $cursorPosition } | ForEach-Object {
        if ($_ -is [System.Management.Automation.Language.StringConstantExpressionAst]) { $_.Value } else { $_.Extent.Text }
    })
    if ($wordToComplete -eq '') { $words += '' }
    # Windows PowerShell drops an empty argument unless it is quoted once more.
    $passed = @($words | ForEach-Object { if ($_ -eq '' -and $PSVersionTable.PSVersion -lt [version]'7.3') { '""' } else { $_ } })
    $kind, $lines = & $commandAst.CommandElements[0].Extent.Text __complete '--' @passed 2>$null
    foreach ($line in $lines) {
        $value, $description = $line -split "\`t", 2
        if (-not $description) { $description = $value }
        [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
    }
    switch ($kind) {
        'files' { [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete) }
        'at-files' {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete.Substring(1)) | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new("@$($_.CompletionText)", $_.ListItemText, $_.ResultType, $_.ToolTip)
            }
        }
    }
}
`;
