import { existsSync } from "node:fs";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { newProduct } from "../../../product/template.ts";
import { writeAtomically } from "../../../runFolder/writeAtomically.ts";
import { UserError } from "../../../table/userError.ts";
import { escapeControl } from "../../textTable.ts";
import { addCommand, moveCommand, setCommand } from "./edits.ts";
import { exportCommand, importCommand, importInto } from "./exchange.ts";
import { feedbackCommand } from "./feedback.ts";
import { today } from "./save.ts";
import { scoreCommand } from "./score.ts";
import { checkCommand, forecastCommand, showCommand } from "./views.ts";

/** `syndata mvp`: features, phases and personas of a product in one text file. */
export function mvpCommand(): Command {
  return new Command("mvp")
    .description("prioritize features, check phases and forecast, from a *.mvp.json file")
    .addCommand(initCommand())
    .addCommand(showCommand(), { isDefault: true })
    .addCommand(checkCommand())
    .addCommand(addCommand())
    .addCommand(setCommand())
    .addCommand(moveCommand())
    .addCommand(scoreCommand())
    .addCommand(feedbackCommand())
    .addCommand(forecastCommand())
    .addCommand(importCommand())
    .addCommand(exportCommand());
}

function initCommand(): Command {
  return new Command("init")
    .description("write a commented product file with four phases")
    .argument("[file]", "file to write", "product.mvp.json")
    .option("--name <name>", "name of the product (default: from the file)")
    .option(
      "--from <list>",
      "also import the features of a list: CSV, Jira's CSV or the JSON of gh issue list",
    )
    .action(async (file: string, { name, from }: { readonly name?: string; readonly from?: string }) => {
      const path = resolve(/\.mvp\.json$/i.test(file) ? file : `${file}.mvp.json`);
      if (existsSync(path)) throw new UserError(`${basename(path)} exists already; name another file`);
      const text = newProduct(name ?? basename(path).replace(/\.mvp\.json$/i, ""), today());
      await writeAtomically(path, from === undefined ? text : await importInto(text, basename(path), from));
      process.stdout.write(`${escapeControl(basename(path))}\nNext: syndata mvp show\n`);
    });
}
