import { type Command, CommanderError, InvalidArgumentError } from "commander";
import { commandNames, commandsFor } from "../commandTable.ts";
import { exitCodes } from "../exitCodes.ts";
import { reportFailure } from "../reportFailure.ts";
import { emptyProgram } from "./program.ts";
import { refuseFileAsCommand } from "./suggestCommand.ts";

/** The command, which like all below it throws where it would end the process. */
function withoutExit(command: Command): Command {
  for (const below of command.commands) withoutExit(below);
  return command.exitOverride();
}

/** Performs one command line, without the name of the program; what fails is printed. Resolves to the exit code. */
export async function performCommandLine(args: readonly string[]): Promise<number> {
  process.exitCode = exitCodes.done;
  try {
    refuseFileAsCommand(args, commandNames);
    const program = emptyProgram().addHelpText(
      "after",
      `
Examples:
  syndata init customers.csv             write customers.synth.json, commented, ready to edit
  syndata run customers.synth.json       train, sample and report
  syndata sample customers.synthmodel --rows 1000 --where "country=FR"

Exit codes: 0 done, 1 failed, 2 bad usage, config or data, 3 a report gate failed or personal data found, 130 cancelled.`,
    );
    for (const load of commandsFor(args)) program.addCommand(withoutExit(await load()));
    await program.parseAsync(args, { from: "user" });
    return Number(process.exitCode);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    if (error instanceof InvalidArgumentError) return exitCodes.usage;
    return reportFailure(error);
  }
}
