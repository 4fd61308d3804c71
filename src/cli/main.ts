import { Command, CommanderError, InvalidArgumentError } from "commander";
import { version } from "../../package.json";
import { survivePipes } from "./brokenPipe.ts";
import { compareCommand } from "./commands/compare.ts";
import { imputeCommand } from "./commands/impute.ts";
import { initCommand } from "./commands/init.ts";
import { mcpCommand } from "./commands/mcp.ts";
import { mvpCommand } from "./commands/mvp/mvp.ts";
import { notebookCommand } from "./commands/notebook.ts";
import { piiCommand } from "./commands/pii.ts";
import { profileCommand } from "./commands/profile.ts";
import { reportCommand } from "./commands/report.ts";
import { rulesCommand } from "./commands/rules.ts";
import { runCommand } from "./commands/run.ts";
import { runsCommand } from "./commands/runs.ts";
import { sampleCommand } from "./commands/sample.ts";
import { schemaCommand } from "./commands/schema.ts";
import { scoreCommand } from "./commands/score.ts";
import { keysCommand, serveCommand } from "./commands/serve.ts";
import { validateCommand } from "./commands/validate.ts";
import { exitCodes } from "./exitCodes.ts";
import { reportFailure } from "./reportFailure.ts";

survivePipes();

const program = new Command("syndata")
  .description("Privacy-safe synthetic tables from real ones, trained on this machine.")
  .version(version)
  .showSuggestionAfterError()
  .showHelpAfterError("(run `syndata --help` for the commands)")
  .exitOverride()
  .addHelpText(
    "after",
    `
Examples:
  syndata init customers.csv             write customers.synth.json, commented, ready to edit
  syndata run customers.synth.json       train, sample and report
  syndata sample customers.synthmodel --rows 1000 --where "country=FR"

Exit codes: 0 done, 1 failed, 2 bad usage, config or data, 3 a report gate failed or personal data found, 130 cancelled.`,
  );

for (const command of [
  initCommand,
  validateCommand,
  runCommand,
  runsCommand,
  sampleCommand,
  reportCommand,
  compareCommand,
  imputeCommand,
  scoreCommand,
  profileCommand,
  rulesCommand,
  piiCommand,
  notebookCommand,
  mcpCommand,
  mvpCommand,
  serveCommand,
  keysCommand,
  schemaCommand,
]) {
  program.addCommand(command().exitOverride());
}

program
  .parseAsync()
  .catch((error: unknown) => {
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    else if (error instanceof InvalidArgumentError) process.exitCode = exitCodes.usage;
    else process.exitCode = reportFailure(error);
  })
  // native threads of a finished session must not keep the process
  .finally(() => setTimeout(() => process.exit(), 500).unref());
