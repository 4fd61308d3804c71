import type { Command } from "commander";

/** Every command in the order of the help. A command is loaded when it is asked for, so that the others cost it no time. */
const commandTable = {
  init: async () => (await import("./commands/init.ts")).initCommand(),
  validate: async () => (await import("./commands/validate.ts")).validateCommand(),
  run: async () => (await import("./commands/run.ts")).runCommand(),
  runs: async () => (await import("./commands/runs.ts")).runsCommand(),
  sample: async () => (await import("./commands/sample.ts")).sampleCommand(),
  report: async () => (await import("./commands/report.ts")).reportCommand(),
  explain: async () => (await import("./commands/reference/explain.ts")).explainCommand(),
  compare: async () => (await import("./commands/compare.ts")).compareCommand(),
  impute: async () => (await import("./commands/impute.ts")).imputeCommand(),
  score: async () => (await import("./commands/score.ts")).scoreCommand(),
  profile: async () => (await import("./commands/profile.ts")).profileCommand(),
  budget: async () => (await import("./commands/budget.ts")).budgetCommand(),
  rules: async () => (await import("./commands/rules.ts")).rulesCommand(),
  pii: async () => (await import("./commands/pii.ts")).piiCommand(),
  notebook: async () => (await import("./commands/notebook.ts")).notebookCommand(),
  mcp: async () => (await import("./commands/mcp.ts")).mcpCommand(),
  mvp: async () => (await import("./commands/mvp/mvp.ts")).mvpCommand(),
  serve: async () => (await import("./commands/serve.ts")).serveCommand(),
  work: async () => (await import("./commands/serve.ts")).workCommand(),
  remote: async () => (await import("./commands/remote.ts")).remoteCommand(),
  keys: async () => (await import("./commands/serve.ts")).keysCommand(),
  forget: async () => (await import("./commands/forget.ts")).forgetCommand(),
  completion: async () => (await import("./commands/reference/completion.ts")).completionCommand(loadAll),
  schema: async () => (await import("./commands/reference/schema.ts")).schemaCommand(),
} as const satisfies Readonly<Record<string, () => Promise<Command>>>;

export const commandNames: readonly string[] = Object.keys(commandTable);

function loadAll(): Promise<Command[]> {
  return Promise.all(Object.values(commandTable).map((load): Promise<Command> => load()));
}

/** The commands that a command line may mean: the one it names, or all where it names none or an unknown one. */
export function commandsFor(args: readonly string[]): readonly (() => Promise<Command>)[] {
  const [name] = args;
  if (name === "--version" || name === "-V") return [];
  return name !== undefined && Object.hasOwn(commandTable, name)
    ? [commandTable[name as keyof typeof commandTable]]
    : Object.values(commandTable);
}
