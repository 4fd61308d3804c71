import { basename, extname, resolve } from "node:path";
import { Command, Option } from "commander";
import { personalTypes } from "../../config/personal/personalTypes.ts";
import type { ExposedFinding } from "../../jobs/pii.ts";
import { counted } from "../../language/counts.ts";
import { InputError } from "../../pipeline/inputError.ts";
import {
  findingCells,
  findingHeader,
  findingSummary,
  findingsMarkdown,
  personalOnly,
} from "../../transform/personal/findingsText.ts";
import { exitCodes } from "../exitCodes.ts";
import { doInChild, readInChild } from "../inChild.ts";
import { makePaint } from "../paint.ts";
import { cell, escapeControl } from "../textTable.ts";

interface PiiFlags extends ApplyFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly failOn?: "found" | "direct";
}

interface ApplyFlags {
  readonly apply?: boolean;
  readonly out?: string;
  readonly config?: string;
  readonly direct?: "pseudonym" | "mask" | "generalize" | "drop";
  readonly quasi?: "keep" | "generalize" | "drop";
  readonly key?: string;
}

export function piiCommand(): Command {
  return new Command("pii")
    .description("say which columns of a table hold personal data, and why")
    .argument("<data>", "CSV, TSV, Parquet, JSON or NDJSON file")
    .addOption(new Option("--json", "as JSON").conflicts("markdown"))
    .option("--markdown", "as a Markdown table")
    .addOption(
      new Option(
        "--fail-on <what>",
        "exit code 3 when there is any (found) or any that names a person (direct)",
      ).choices(["found", "direct"]),
    )
    .option("--apply", "write the real table with its personal values replaced: pseudonymized, not synthetic")
    .option("--out <file>", "with --apply: file to write (default: DATA-pseudonymized.csv)")
    .option("--config <file>", "with --apply: a config that says what happens to which column")
    .addOption(
      new Option(
        "--direct <method>",
        "with --apply: what happens to direct identifiers (default: pseudonym)",
      ).choices(["pseudonym", "mask", "generalize", "drop"]),
    )
    .addOption(
      new Option(
        "--quasi <method>",
        "with --apply: what happens to quasi-identifiers (default: keep)",
      ).choices(["keep", "generalize", "drop"]),
    )
    .option(
      "--key <place>",
      "with --apply: env:NAME or file:PATH of the secret for pseudonyms, 16 bytes or more",
    )
    .action(async (data: string, flags: PiiFlags) => {
      if (flags.apply) return await apply(data, flags);
      const stray = (["out", "config", "direct", "quasi", "key"] as const).find(
        (name) => flags[name] !== undefined,
      );
      if (stray !== undefined)
        throw new InputError(stray, ": is for --apply, which writes a table; give it too");
      const { findings, columns } = await readInChild("pii", { data: resolve(data) });
      process.stdout.write(`${shown(basename(data), findings, columns, flags)}\n`);
      if (fails(findings, flags.failOn)) process.exitCode = exitCodes.gate;
    });
}

async function apply(data: string, { out, config, direct, quasi, key }: ApplyFlags): Promise<void> {
  const { output, notice, rows, columns } = await doInChild("pseudonymize", {
    data: resolve(data),
    out: resolve(out ?? defaultOutput(data)),
    ...(config !== undefined && { config: resolve(config) }),
    ...(direct !== undefined && { direct }),
    ...(quasi !== undefined && { quasi }),
    ...(key !== undefined && { key }),
  });
  process.stdout.write(`${output}\n`);
  for (const { column, type, replace } of columns)
    process.stderr.write(`${escapeControl(column)} (${personalTypes[type].title}): ${replace}\n`);
  process.stderr.write(
    `${counted(rows, "row")} of real persons: pseudonymized, not synthetic; ${basename(notice)} says so\n`,
  );
}

function defaultOutput(data: string): string {
  const gz = data.endsWith(".gz") ? ".gz" : "";
  const extension = extname(data.slice(0, data.length - gz.length));
  const written = /^\.(?:csv|tsv|json|ndjson|parquet)$/i.test(extension) ? extension : ".csv";
  return `${basename(data, extension + gz)}-pseudonymized${written}`;
}

function shown(name: string, findings: readonly ExposedFinding[], columns: number, flags: PiiFlags): string {
  if (flags.json) return JSON.stringify({ file: name, columns, findings }, null, 2);
  if (flags.markdown) return findingsMarkdown(name, findings, columns).trimEnd();
  const paint = makePaint(process.stdout);
  const rows = [[...findingHeader], ...personalOnly(findings).map(findingCells)];
  const widths = findingHeader.map((_, i) => Math.min(36, Math.max(...rows.map((row) => row[i]!.length))));
  const lines = rows.map((row) =>
    row.map((text, i) => cell(text, i === row.length - 1 ? 0 : widths[i]!, 200)).join("  "),
  );
  const table = rows.length === 1 ? [] : ["", paint("bold", lines[0]!), ...lines.slice(1)];
  return [findingSummary(findings, columns), ...table].join("\n");
}

function fails(findings: readonly ExposedFinding[], failOn: PiiFlags["failOn"]): boolean {
  if (failOn === undefined) return false;
  return findings.some(({ exposure }) => (failOn === "found" ? exposure !== "other" : exposure === "direct"));
}
