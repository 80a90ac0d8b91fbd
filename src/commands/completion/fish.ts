export const fish = `# servectl completion for fish: ~/.config/fish/completions/servectl.fish
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
