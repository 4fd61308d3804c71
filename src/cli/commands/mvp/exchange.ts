import { readFile, stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import { Command } from "commander";
import { boardMarkdown } from "../../../product/boardText.ts";
import { featuresCsv } from "../../../product/exchange/featuresCsv.ts";
import { githubJson } from "../../../product/exchange/githubJson.ts";
import { importFeatures, readDrafts } from "../../../product/exchange/importFeatures.ts";
import { jiraCsv } from "../../../product/exchange/jiraCsv.ts";
import { boardHtml } from "../../../product/html/boardHtml.ts";
import { readProduct } from "../../../product/readProduct.ts";
import { writeAtomically } from "../../../runFolder/writeAtomically.ts";
import { pathError, refuseOddFile } from "../../../table/pathError.ts";
import { UserError } from "../../../table/userError.ts";
import { boardOf, openProduct } from "../../productFile.ts";
import { escapeControl } from "../../textTable.ts";
import { type EditFlags, fileArgument, save, today } from "./save.ts";

const formats = ["markdown", "html", "csv", "jira", "github"] as const;
type ExportFlags = { readonly [format in (typeof formats)[number]]?: string };

export function exportCommand(): Command {
  return new Command("export")
    .description("write the board as a page or Markdown, or the features as CSV, for Jira or for GitHub")
    .argument("[file]", fileArgument)
    .option("--html <out>", "a page without scripts, to open or to print")
    .option("--markdown <out>", "the board as Markdown")
    .option("--csv <out>", "the features as CSV; syndata mvp import reads it")
    .option("--jira <out>", "the features as CSV that Jira imports")
    .option("--github <out>", "the features as JSON of issues, as gh issue list writes it")
    .action(async (file: string | undefined, flags: ExportFlags) => {
      if (formats.every((format) => flags[format] === undefined))
        throw new UserError(`export: give one of ${formats.map((format) => `--${format} FILE`).join(", ")}`);
      const opened = await openProduct(file);
      for (const format of formats) await refuseSameFile(flags[format], opened.path);
      const { product } = opened;
      const board = await boardOf(opened);
      const texts = {
        markdown: () => boardMarkdown(board),
        html: () => boardHtml(board, product, { today: today() }),
        csv: () => featuresCsv(product, board),
        jira: () => jiraCsv(product),
        github: () => githubJson(product),
      };
      for (const format of formats) {
        const out = flags[format];
        if (out !== undefined) await writeAtomically(resolve(out), texts[format]());
      }
    });
}

/** @throws UserError where the board would be written over the product file */
async function refuseSameFile(out: string | undefined, product: string): Promise<void> {
  if (out === undefined) return;
  const [one, other] = await Promise.all([out, product].map((path) => stat(path).catch(() => undefined)));
  if (resolve(out) === product || (one !== undefined && one.ino === other?.ino && one.dev === other.dev))
    throw new UserError(`export: ${out} is the product file itself; name another file`);
}

export function importCommand(): Command {
  return new Command("import")
    .description("add features of a list: any CSV with titles, Jira's CSV, or the JSON of gh issue list")
    .argument("<list>", "the list; nothing is fetched from anywhere")
    .option("--file <file>", fileArgument)
    .option("--title <column>", "the CSV's column of titles (default: title, summary, name …)")
    .option("--dry-run", "print the file instead of writing it")
    .action(async (list: string, flags: EditFlags & { readonly title?: string }) => {
      const opened = await openProduct(flags.file);
      const bytes = await readList(list);
      const { text, added, present, notes } = importFeatures(
        opened.text,
        { product: opened.product, file: basename(opened.path), today: today() },
        readDrafts(bytes, basename(list), flags.title),
      );
      if (added > 0 || flags.dryRun) await save(opened, text, flags);
      for (const note of notes) process.stderr.write(`${escapeControl(note)}\n`);
      if (!flags.dryRun)
        process.stdout.write(
          `${added} ${added === 1 ? "feature" : "features"} added, ${present} there already\n`,
        );
    });
}

/** The text of a new product file with the features of a list in place of the example. @throws UserError when they break it */
export async function importInto(text: string, file: string, list: string): Promise<string> {
  const empty = text.replace(/"features": \[[\s\S]*\n {2}\],/, '"features": [],');
  const { product } = readProduct(empty, file);
  const drafts = readDrafts(await readList(list), basename(list));
  return importFeatures(empty, { product: product!, file, today: today() }, drafts).text;
}

async function readList(path: string): Promise<Buffer> {
  try {
    await refuseOddFile(path);
    return await readFile(path);
  } catch (error) {
    throw pathError(error, path, "read");
  }
}
