import { allNodes, type CommandNode } from "./commandTree.ts";

export const shells = ["bash", "zsh", "fish", "powershell"] as const;
export type Shell = (typeof shells)[number];

/** The script that completes commands, options, values and files of `syndata` in a shell. */
export function completionScript(shell: Shell, root: CommandNode): string {
  return scripts[shell](root);
}

const scripts: Readonly<Record<Shell, (root: CommandNode) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
  powershell: powershellScript,
};

/** Words that an argument of a command can be: those of its choices, and the commands below it. */
function plainWords(node: CommandNode): string[] {
  const below = node.children.map(({ path }) => path.split(" ").at(-1)!);
  return [...below, ...node.arguments.flatMap(({ choices }) => choices)];
}

/** Words that can follow a command: plain ones, and its options. */
function wordsOf(node: CommandNode): string {
  return [...plainWords(node), ...node.options.map(({ long }) => long), "--help"].join(" ");
}

/** A line of a case statement for every option with a list of values. */
function choiceCases(
  nodes: readonly CommandNode[],
  line: (option: string, values: string) => string,
): string[] {
  const known = new Map<string, string>();
  for (const { options } of nodes)
    for (const { long, choices } of options) if (choices.length > 0) known.set(long, choices.join(" "));
  return [...known].map(([option, values]) => line(option, values));
}

function bashScript(root: CommandNode): string {
  const nodes = allNodes(root);
  return `# bash completion of syndata; load it with: source <(syndata completion bash)
_syndata() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}" path="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path \${COMP_WORDS[i]}" in
${nodes
  .filter(({ path }) => path !== "")
  .map(({ path }) => `      " ${path}") path=" ${path}" ;;`)
  .join("\n")}
    esac
  done
  case "$before" in
${choiceCases(nodes, (option, values) => `    ${option}) COMPREPLY=($(compgen -W "${values}" -- "$word")); return ;;`).join("\n")}
  esac
  case "$path" in
${nodes.map((node) => `    "${node.path === "" ? "" : ` ${node.path}`}") local words="${wordsOf(node)}" ;;`).join("\n")}
  esac
  if [[ "$word" == -* || -z "$path" ]]; then
    COMPREPLY=($(compgen -W "$words" -- "$word"))
  fi
  if [[ "$word" != -* ]]; then
    local files
    mapfile -t files < <(compgen -f -- "$word")
    if [[ -n "$path" ]]; then COMPREPLY+=($(compgen -W "\${words//--*/}" -- "$word")); fi
    COMPREPLY+=("\${files[@]}")
  fi
}
complete -o filenames -o bashdefault -F _syndata syndata
`;
}

function zshScript(root: CommandNode): string {
  const nodes = allNodes(root);
  const cases = nodes.map((node) => {
    const described = node.children.map(
      ({ path, description }) => `${path.split(" ").at(-1)!}:${description}`,
    );
    const commands = [...described, ...node.arguments.flatMap(({ choices }) => choices)].map(zshQuote);
    const options = [
      ...node.options.map(({ long, description }) => zshQuote(`${long}:${description}`)),
      zshQuote("--help:display help for command"),
    ];
    return `    ${zshQuote(node.path)}) commands=(${commands.join(" ")}); options=(${options.join(" ")}) ;;`;
  });
  return `#compdef syndata
# zsh completion of syndata; put it into a folder of $fpath as _syndata, or load it with: source <(syndata completion zsh)
_syndata() {
  local -a commands options
  local at="" word next
  for word in "\${(@)words[2,CURRENT-1]}"; do
    next="\${at:+$at }$word"
    case "$next" in
      ${nodes
        .filter(({ path }) => path !== "")
        .map(({ path }) => zshQuote(path))
        .join("|")}) at="$next" ;;
    esac
  done
  case "\${words[CURRENT-1]}" in
${choiceCases(nodes, (option, values) => `    ${option}) compadd -- ${values}; return ;;`).join("\n")}
  esac
  case "$at" in
${cases.join("\n")}
  esac
  if [[ "\${words[CURRENT]}" == -* ]]; then
    _describe 'option' options
  else
    (( \${#commands} )) && _describe 'command' commands
    _files
  fi
}
if [[ "$funcstack[1]" = _syndata ]]; then _syndata "$@"; else compdef _syndata syndata; fi
`;
}

function zshQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function fishScript(root: CommandNode): string {
  const lines = allNodes(root).flatMap((node) => {
    const words = node.path === "" ? [] : node.path.split(" ");
    const below = node.children.map(({ path }) => path.split(" ").at(-1)!);
    const here =
      words.length === 0
        ? "__fish_use_subcommand"
        : [
            ...words.map((word) => `__fish_seen_subcommand_from ${word}`),
            ...(below.length === 0 ? [] : [`not __fish_seen_subcommand_from ${below.join(" ")}`]),
          ].join("; and ");
    return [
      ...node.children.map(
        ({ path, description }) =>
          `complete -c syndata -n ${fishQuote(here)} -a ${path.split(" ").at(-1)!} -d ${fishQuote(description)}`,
      ),
      ...node.arguments
        .filter(({ choices }) => choices.length > 0)
        .map(
          ({ choices }) => `complete -c syndata -n ${fishQuote(here)} -f -a ${fishQuote(choices.join(" "))}`,
        ),
      ...node.options.map(
        ({ long, takesValue, choices, description }) =>
          `complete -c syndata -n ${fishQuote(here)} -l ${long.replace(/^--/, "")}${takesValue ? " -r" : ""}${choices.length === 0 ? "" : ` -f -a ${fishQuote(choices.join(" "))}`} -d ${fishQuote(description)}`,
      ),
    ];
  });
  return `# fish completion of syndata; save it as ~/.config/fish/completions/syndata.fish\n${lines.join("\n")}\n`;
}

function fishQuote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

function powershellScript(root: CommandNode): string {
  const nodes = allNodes(root);
  const quote = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  return `# PowerShell completion of syndata; load it with: syndata completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName syndata -ScriptBlock {
  param($word, $ast, $cursor)
  $words = @{
${nodes.map((node) => `    ${quote(node.path)} = ${quote(wordsOf(node))}`).join("\n")}
  }
  $choices = @{
${choiceCases(nodes, (option, values) => `    ${quote(option)} = ${quote(values)}`).join("\n")}
  }
  $path = ''
  $before = ''
  foreach ($element in $ast.CommandElements | Select-Object -Skip 1) {
    $text = $element.ToString()
    if ($element.Extent.EndOffset -ge $cursor -and $text -eq $word) { break }
    $next = ($path + ' ' + $text).Trim()
    if ($words.ContainsKey($next)) { $path = $next }
    $before = $text
  }
  $list = if ($choices.ContainsKey($before)) { $choices[$before] } else { $words[$path] }
  $list -split ' ' | Where-Object { $_ -like "$word*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}
