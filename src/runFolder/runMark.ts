import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UserError } from "../table/userError.ts";
import { writeAtomically } from "./writeAtomically.ts";

/** What a person says of a run, `mark.json` in its folder: a name and a note of theirs, and whether it is to be kept. */
export interface RunMark {
  readonly name: string;
  readonly note: string;
  readonly pinned: boolean;
}

export const noMark: RunMark = { name: "", note: "", pinned: false };

const maxName = 80;
const maxNote = 2000;

/** The mark of a run; none where the file is missing or cannot be read. */
export async function readRunMark(runPath: string): Promise<RunMark> {
  try {
    return markOf(JSON.parse(await readFile(join(runPath, "mark.json"), "utf8"))) ?? noMark;
  } catch {
    return noMark;
  }
}

/** Changes a part of the mark and returns the whole. @throws UserError when a text is too long */
export async function changeRunMark(runPath: string, change: Partial<RunMark>): Promise<RunMark> {
  const wanted = { ...(await readRunMark(runPath)), ...change };
  const mark = markOf({ ...wanted, version: 1, name: wanted.name.trim(), note: wanted.note.trim() });
  if (mark === undefined)
    throw new UserError("a run's name has at most 80 characters, and its note at most 2,000");
  await writeAtomically(join(runPath, "mark.json"), `${JSON.stringify({ version: 1, ...mark }, null, 2)}\n`);
  return mark;
}

/** Checked by hand: a schema would be built whenever an extension starts. Undefined when it is no mark. */
function markOf(value: unknown): RunMark | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const given: Readonly<Record<"version" | "name" | "note" | "pinned", unknown>> = {
    version: undefined,
    name: "",
    note: "",
    pinned: false,
    ...value,
  };
  const { version, name, note, pinned } = given;
  if (version !== 1 || typeof name !== "string" || typeof note !== "string" || typeof pinned !== "boolean")
    return undefined;
  return name.length <= maxName && note.length <= maxNote ? { name, note, pinned } : undefined;
}
