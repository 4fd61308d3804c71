import "../config/jitless.ts";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { UserError } from "../table/userError.ts";
import { writeAtomically } from "./writeAtomically.ts";

const schema = z.object({
  version: z.literal(1),
  name: z.string().max(80).default(""),
  note: z.string().max(2000).default(""),
  pinned: z.boolean().default(false),
});

/** What a person says of a run, `mark.json` in its folder: a name and a note of theirs, and whether it is to be kept. */
export type RunMark = Omit<z.output<typeof schema>, "version">;

export const noMark: RunMark = { name: "", note: "", pinned: false };

/** The mark of a run; none where the file is missing or cannot be read. */
export async function readRunMark(runPath: string): Promise<RunMark> {
  try {
    const { name, note, pinned } = schema.parse(
      JSON.parse(await readFile(join(runPath, "mark.json"), "utf8")),
    );
    return { name, note, pinned };
  } catch {
    return noMark;
  }
}

/** Changes a part of the mark and returns the whole. @throws UserError when a text is too long */
export async function changeRunMark(runPath: string, change: Partial<RunMark>): Promise<RunMark> {
  const mark = { ...(await readRunMark(runPath)), ...change };
  const checked = schema.safeParse({ version: 1, ...mark, name: mark.name.trim(), note: mark.note.trim() });
  if (!checked.success)
    throw new UserError("a run's name has at most 80 characters, and its note at most 2,000");
  await writeAtomically(join(runPath, "mark.json"), `${JSON.stringify(checked.data, null, 2)}\n`);
  const { name, note, pinned } = checked.data;
  return { name, note, pinned };
}
