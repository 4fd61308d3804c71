import { join } from "node:path";
import { expect, it } from "vitest";
import { profileLines } from "../../src/cli/profileLines.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import { readTable } from "../../src/table/read/read.ts";
import { examples } from "./runCli.ts";

const profile = profileTable(await readTable(join(examples, "penguins.csv")));
const plain = (_: string, text: string): string => text;

it("says why each column is of its type, on the column's line", () => {
  const lines = profileLines(profile, plain);
  for (const { name, reason } of profile.columns) {
    expect(reason).not.toBe("");
    expect(lines.find((line) => line.startsWith(name))).toContain(`(${reason})`);
  }
});

it.each([34, 50, 60, 80, 120, 200])("breaks no word in a terminal of %i columns", (room) => {
  const words = (lines: readonly string[]) => lines.join("\n").split(/\s+/);
  const fitted = profileLines(profile, plain, room);
  expect(words(fitted)).toEqual(words(profileLines(profile, plain)));
  for (const line of fitted.join("\n").split("\n")) expect(line.length, line).toBeLessThanOrEqual(room);
});
