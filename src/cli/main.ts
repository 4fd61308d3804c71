import { CommanderError, InvalidArgumentError } from "commander";
import { survivePipes } from "./brokenPipe.ts";
import { commandNames, commandsFor } from "./commandTable.ts";
import { exitCodes } from "./exitCodes.ts";
import { reportFailure } from "./reportFailure.ts";
import { emptyProgram } from "./shell/program.ts";
import { refuseFileAsCommand } from "./shell/suggestCommand.ts";

survivePipes();

const program = emptyProgram().addHelpText(
  "after",
  `
Examples:
  syndata init customers.csv             write customers.synth.json, commented, ready to edit
  syndata run customers.synth.json       train, sample and report
  syndata sample customers.synthmodel --rows 1000 --where "country=FR"

Exit codes: 0 done, 1 failed, 2 bad usage, config or data, 3 a report gate failed or personal data found, 130 cancelled.`,
);

run()
  .catch((error: unknown) => {
    if (error instanceof CommanderError)
      process.exitCode = error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    else if (error instanceof InvalidArgumentError) process.exitCode = exitCodes.usage;
    else process.exitCode = reportFailure(error);
  })
  // native threads of a finished session must not keep the process
  .finally(() => setTimeout(() => process.exit(), 500).unref());

async function run(): Promise<void> {
  refuseFileAsCommand(process.argv.slice(2), commandNames);
  for (const load of commandsFor(process.argv.slice(2))) program.addCommand((await load()).exitOverride());
  await program.parseAsync();
}
