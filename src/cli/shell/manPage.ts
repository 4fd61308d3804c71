import { allNodes, type CommandNode } from "./commandTree.ts";

/** The manual of all commands in roff, for `man syndata`. */
export function manPage(root: CommandNode, version: string): string {
  const commands = allNodes(root).filter(({ path }) => path !== "");
  return [
    `.TH SYNDATA 1 "" "SynData ${roff(version)}" "User Commands"`,
    ".SH NAME",
    `syndata \\- ${roff(root.description)}`,
    ".SH SYNOPSIS",
    ".B syndata",
    ".I command",
    "[options]",
    ".SH COMMANDS",
    ...commands.flatMap(commandLines),
    ".SH EXIT STATUS",
    "0 done, 1 failed, 2 bad usage, config or data, 3 a report gate failed or personal data found, 130 cancelled.",
    ".SH ENVIRONMENT",
    ".TP",
    ".B NO_COLOR",
    "no colors",
    ".TP",
    ".B FORCE_COLOR",
    "colors, also where the output is no terminal",
    ".SH EXAMPLES",
    ".nf",
    "syndata init customers.csv",
    "syndata run customers.synth.json",
    'syndata sample customers.synthmodel \\-\\-rows 1000 \\-\\-where "country=FR"',
    ".fi",
    "",
  ].join("\n");
}

function commandLines(node: CommandNode): string[] {
  const usage = ["syndata", node.path, ...node.arguments.map(({ text }) => text)].join(" ");
  return [
    `.SS "${roff(usage)}"`,
    `${roff(sentence(node.description))}`,
    ...node.arguments
      .filter(({ description }) => description !== "")
      .flatMap(({ text, description }) => entry(text, description)),
    ...node.options.flatMap(({ flags, description }) => entry(flags, description)),
  ];
}

function entry(name: string, description: string): string[] {
  return [".TP", `.B ${roff(name)}`, roff(description) || "\\&"];
}

function sentence(text: string): string {
  return text === "" ? "" : `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

/** Hyphens of options are typed as they stand; a line that begins with a dot or a quote is no request. */
function roff(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll('"', "\\(dq")
    .replace(/^([.'])/gm, "\\&$1");
}
