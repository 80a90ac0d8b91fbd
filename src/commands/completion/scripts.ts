import type { Shell } from '../completion.ts';

/** The script that makes a shell complete servectl. */
export const completionScript = (shell: Shell): string => scripts[shell];

// Works from bash 3.2, which macOS still has, and without the bash-completion package.
const bash = `# servectl completion for bash: source <(servectl completion bash)
_servectl() {
  local words=() count=0 rest=\${COMP_LINE#*"\${COMP_WORDS[0]}"} word current prefix kind value i
  # Bash splits at : = and @ too, which flags, targets and @files hold: what touches in the line is one word.
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $count -gt 0 && $word && $rest == "$word"* ]]; then
      words[count - 1]+=$word
    else
      words[count++]=$word
    fi
    rest=\${rest#*"$word"}
  done
  # Words come as typed, with their quotes.
  for ((i = 0; i < count; i++)); do
    [[ \${words[i]} == [\\'\\"]* ]] && words[i]=\${words[i]#?} && words[i]=\${words[i]%[\\'\\"]}
  done
  # Bash replaces $2, the end of the word: candidates must not repeat what stands before it.
  current=\${words[count - 1]}
  prefix=\${current%"$2"}
  COMPREPLY=()
  {
    IFS= read -r kind || return
    while IFS=$'\\t' read -r value _; do
      COMPREPLY+=("$(printf '%q' "\${value#"$prefix"}")")
    done
  } < <("\${COMP_WORDS[0]}" __complete -- "\${words[@]}" 2>/dev/null)
  case $kind in
    files)
      compopt -o filenames 2>/dev/null
      [[ $current == --*=* ]] && current=\${current#*=}
      while IFS= read -r value; do COMPREPLY+=("$value"); done < <(compgen -f -- "$current")
      ;;
    at-files)
      current=\${current#*@}
      while IFS= read -r value; do
        value=$(printf '%q' "$value")
        [[ $prefix == *@ ]] || value=@$value
        COMPREPLY+=("$value")
      done < <(compgen -f -- "$current")
      ;;
  esac
}
complete -F _servectl servectl
`;

const zsh = `#compdef servectl
# servectl completion for zsh: a file named _servectl in a directory of $fpath, or source <(servectl completion zsh)
_servectl() {
  local -a lines plain described
  local line kind value
  # (Q) takes away the quoting; the last word may be empty.
  lines=("\${(@f)$("\${words[1]}" __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  kind=\${lines[1]}
  for line in "\${(@)lines[2,-1]}"; do
    [[ -z $line ]] && continue
    value=\${line%%$'\\t'*}
    if [[ $line == *$'\\t'* ]]; then
      described+=("\${value//:/\\\\:}:\${line#*$'\\t'}")
    else
      plain+=("$value")
    fi
  done
  (( $#described )) && _describe -t values servectl described
  (( $#plain )) && compadd -a plain
  case $kind in
    files)
      # In --flag=value the file begins after the =.
      compset -P '--*='
      _files
      ;;
    at-files)
      compset -P '@'
      _files
      ;;
  esac
}
if [[ $funcstack[1] == _servectl ]]; then
  _servectl "$@"
else
  compdef _servectl servectl
fi
`;

const fish = `# servectl completion for fish: ~/.config/fish/completions/servectl.fish
function __servectl_complete
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l current (commandline --cut-at-cursor --current-token)
    set -l lines ($words[1] __complete -- $words[2..-1] "$current" 2>/dev/null)
    switch "$lines[1]"
        case files
            # In --flag=value the file begins after the =.
            set -l prefix (string match --regex '^--[^=]*=' -- "$current")
            for file in (__fish_complete_path (string replace -- "$prefix" '' "$current"))
                echo "$prefix$file"
            end
        case at-files
            for file in (__fish_complete_path (string sub --start 2 -- "$current"))
                echo "@$file"
            end
    end
    test (count $lines) -gt 1; and printf '%s\\n' $lines[2..-1]
end
complete --command servectl --no-files --arguments '(__servectl_complete)'
`;

const powershell = `# servectl completion for PowerShell: servectl completion powershell | Out-String | Invoke-Expression
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

const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish, powershell };
