import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { readProduct } from "../../../product/readProduct.ts";
import { writeAtomically } from "../../../runFolder/writeAtomically.ts";
import { UserError } from "../../../table/userError.ts";
import type { OpenProduct } from "../../productFile.ts";

/** Help of the argument that names the product file. */
export const fileArgument = "a *.mvp.json file (default: the only one here)";

/** Flags of commands that change the file. */
export interface EditFlags {
  readonly file?: string;
  readonly dryRun?: boolean;
}

/** Writes the edited text when it is still valid and the file has not changed meanwhile. */
export async function save(opened: OpenProduct, text: string, { dryRun }: EditFlags): Promise<void> {
  const checked = readProduct(text, basename(opened.path));
  if (checked.product === undefined)
    throw new UserError("this change would break the file; nothing was written", checked.diagnostics);
  if (dryRun) {
    process.stdout.write(text);
    return;
  }
  if ((await readFile(opened.path, "utf8")) !== opened.text)
    throw new UserError(`${basename(opened.path)} was changed meanwhile; nothing was written, try again`);
  await writeAtomically(opened.path, text);
}

/** The day, in UTC. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
