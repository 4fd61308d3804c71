import { Argument, Command } from "commander";
import { commandTree } from "../../shell/commandTree.ts";
import { completionScript, type Shell, shells } from "../../shell/completionScripts.ts";
import { manPage } from "../../shell/manPage.ts";
import { programWith } from "../../shell/program.ts";

/** @param loadAll every command there is */
export function completionCommand(loadAll: () => Promise<readonly Command[]>): Command {
  return new Command("completion")
    .description("print a script that completes commands, options and files in a shell")
    .addArgument(new Argument("<shell>", "the shell it is for").choices([...shells, "man"]))
    .addHelpText(
      "after",
      `
Load it in the shell's start file:
  bash        source <(syndata completion bash)
  zsh         source <(syndata completion zsh)
  fish        syndata completion fish > ~/.config/fish/completions/syndata.fish
  PowerShell  syndata completion powershell | Out-String | Invoke-Expression

"man" prints the manual page instead, in roff.`,
    )
    .action(async (shell: Shell | "man") => {
      const program = programWith(await loadAll());
      const tree = commandTree(program);
      process.stdout.write(
        shell === "man" ? manPage(tree, program.version() ?? "") : completionScript(shell, tree),
      );
    });
}
