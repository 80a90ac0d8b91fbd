export const zsh = `#compdef servectl
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
