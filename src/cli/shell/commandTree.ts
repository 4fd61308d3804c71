import type { Command, Option } from "commander";

/** A command as scripts and manuals describe it. */
export interface CommandNode {
  /** Without the name of the program: `runs list`; empty for the program. */
  readonly path: string;
  readonly description: string;
  /** `<data>`, `[config]`, `<run...>` */
  readonly arguments: readonly ArgumentNode[];
  readonly options: readonly OptionNode[];
  readonly children: readonly CommandNode[];
}

export interface ArgumentNode {
  /** `<data>` */
  readonly text: string;
  readonly description: string;
  /** Words it can be; empty where it is anything. */
  readonly choices: readonly string[];
}

export interface OptionNode {
  /** `--rows <n>` */
  readonly flags: string;
  readonly long: string;
  readonly short: string | undefined;
  /** It is followed by a value. */
  readonly takesValue: boolean;
  readonly choices: readonly string[];
  readonly description: string;
}

/** The commands below one, as they are declared. */
export function commandTree(command: Command, path = ""): CommandNode {
  return {
    path,
    description: command.description(),
    arguments: command.registeredArguments.map((argument) => ({
      text: argument.required
        ? `<${argument.name()}${argument.variadic ? "..." : ""}>`
        : `[${argument.name()}${argument.variadic ? "..." : ""}]`,
      description: argument.description,
      choices: argument.argChoices ?? [],
    })),
    options: command.options.filter(({ hidden }) => !hidden).map(optionNode),
    children: command.commands
      .filter((child) => child.name() !== "help")
      .map((child) => commandTree(child, `${path} ${child.name()}`.trim())),
  };
}

function optionNode(option: Option): OptionNode {
  return {
    flags: option.flags,
    long: option.long ?? option.flags,
    short: option.short ?? undefined,
    takesValue: option.required || option.optional,
    choices: option.argChoices ?? [],
    description: option.description,
  };
}

/** The node and all below it, parents first. */
export function allNodes(node: CommandNode): CommandNode[] {
  return [node, ...node.children.flatMap(allNodes)];
}
