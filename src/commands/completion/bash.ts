// Works from bash 3.2, which macOS still has, and without the bash-completion package.
export const bash = `# servectl completion for bash: source <(servectl completion bash)
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
