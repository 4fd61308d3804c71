import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildHash } from "./buildHash.ts";
import { Ledger } from "./ledger.ts";
import type { Line, Section } from "./section.ts";

export interface AuditOptions {
  /** First cases of the section to do; all of them when left out. */
  readonly cases?: number;
  /** No case is begun after this (epoch ms). */
  readonly end: number;
  /** Forget what was done before. */
  readonly fresh: boolean;
}

/** Reads `--cases N`, `--minutes M`, `--fresh` and others of the command line. */
export function auditArguments(others: readonly string[]): {
  options: AuditOptions;
  given: Map<string, string>;
} {
  const { values } = parseArgs({
    options: {
      cases: { type: "string" },
      minutes: { type: "string", default: "Infinity" },
      fresh: { type: "boolean", default: false },
      ...Object.fromEntries(others.map((name) => [name, { type: "string" }] as const)),
    },
  });
  const { cases, minutes, fresh, ...rest } = values;
  return {
    options: {
      ...(cases !== undefined && { cases: Number(cases) }),
      end: Date.now() + Number(minutes) * 60_000,
      fresh: fresh === true,
    },
    given: new Map(Object.entries(rest as Record<string, string>)),
  };
}

/**
 * Does the cases of a section that are left, keeps each outcome, and writes the section's table into `docs/reliability.md` once all
 * that were asked for are done. Returns the number of faults so far.
 */
export async function audit(section: Section, options: AuditOptions): Promise<number> {
  const ledger = new Ledger(section.name);
  if (options.fresh) ledger.clear();
  const outcomes = ledger.read();
  const cases = Math.min(options.cases ?? section.cases, section.cases);
  const left = Array.from({ length: cases }, (_, i) => i).filter((i) => !outcomes.has(i));
  console.log(`── ${section.name}: ${cases - left.length} of ${cases} cases done`);
  const started = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "syndata-audit-"));
  const closing: (() => void)[] = [];
  try {
    const begins = left.length > 0 && Date.now() < options.end;
    const run = begins ? await section.open(folder, (close) => closing.push(close)) : undefined;
    const lanes = section.lanes === true ? availableParallelism() : 1;
    const lane = async (number: number): Promise<void> => {
      while (run !== undefined && Date.now() < options.end) {
        const index = left.shift();
        if (index === undefined) return;
        const outcome = await run(index, number);
        ledger.add(index, outcome);
        outcomes.set(index, outcome);
        const fault = section.fault(outcome);
        if (fault !== null) console.log(`   case ${index}: ${fault}`);
      }
    };
    await Promise.all(Array.from({ length: lanes }, (_, number) => lane(number)));
  } finally {
    for (const close of closing) close();
    rmSync(folder, { recursive: true, force: true });
  }
  const done = [...outcomes.keys()].sort((a, b) => a - b).map((index) => outcomes.get(index));
  const lines = section.lines(done);
  for (const line of lines) console.log(row(line));
  console.log(`   ${((performance.now() - started) / 60_000).toFixed(1)} minutes`);
  if (done.length >= cases) writeSection(section.name, lines);
  else console.log(`   ${done.length} of ${cases}: the table is written when all are done`);
  return done.filter((outcome) => section.fault(outcome) !== null).length;
}

const page = new URL("../../docs/reliability.md", import.meta.url);

/** Replaces the section's table between its two comments. */
function writeSection(name: string, lines: readonly Line[]): void {
  const [start, stop] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const text = readFileSync(page, "utf8");
  const [from, to] = [text.indexOf(start), text.indexOf(stop)];
  if (from < 0 || to < 0)
    throw new Error(`docs/reliability.md has no place for the section ${name}: ${start} … ${stop}`);
  const table = [
    "| what | n | held | faults |",
    "|---|---|---|---|",
    ...lines.map(row),
    "",
    `Build ${buildHash()}.`,
  ].join("\n");
  writeFileSync(page, `${text.slice(0, from + start.length)}\n${table}\n${text.slice(to)}`);
}

function row({ what, n, held, faults: found }: Line): string {
  return `| ${what} | ${n} | ${held} | ${found} |`;
}
