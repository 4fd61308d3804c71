import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Line, Section } from "./reliability/section.ts";
import { forgedModels } from "./reliability/sections/forgedModels.ts";
import { resume } from "./reliability/sections/resume.ts";

/**
 * `npm run audit:reliability`: tries to break what is built in `dist/`, and writes the figures into the table of
 * `docs/reliability.md`. `--only NAME` runs one section, `--scale 0.1` a tenth of each; a shortened audit writes nothing.
 */
const sections: readonly Section[] = [forgedModels, resume];

const { values } = parseArgs({
  options: { only: { type: "string" }, scale: { type: "string", default: "1" } },
});
const scale = Number(values.scale);
const page = new URL("../docs/reliability.md", import.meta.url);
let faults = 0;

for (const section of sections) {
  if (values.only !== undefined && section.name !== values.only) continue;
  console.log(`── ${section.name}`);
  const lines = await section.run(scale);
  for (const line of lines) {
    faults += line.faults;
    console.log(row(line));
    for (const detail of line.details ?? []) console.log(`   ${detail}`);
  }
  if (scale >= 1) writeSection(section.name, lines);
}
process.exitCode = faults > 0 ? 1 : 0;

/** Replaces the section's table between its two comments. */
function writeSection(name: string, lines: readonly Line[]): void {
  const [start, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < 0)
    throw new Error(`docs/reliability.md has no place for the section ${name}: ${start} … ${end}`);
  const table = ["| what | n | held | faults |", "|---|---|---|---|", ...lines.map(row)].join("\n");
  writeFileSync(page, `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`);
}

function row({ what, n, held, faults: found }: Line): string {
  return `| ${what} | ${n} | ${held} | ${found} |`;
}
