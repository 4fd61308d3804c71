import { Command } from "commander";
import { version } from "../../../package.json";

/** `syndata` without its commands. */
export function emptyProgram(): Command {
  return new Command("syndata")
    .description("Privacy-safe synthetic tables from real ones, trained on this machine.")
    .version(version)
    .showSuggestionAfterError()
    .showHelpAfterError("(run `syndata --help` for the commands)")
    .exitOverride();
}

/** `syndata` with these commands. */
export function programWith(commands: readonly Command[]): Command {
  const program = emptyProgram();
  for (const command of commands) program.addCommand(command);
  return program;
}
