import { basename, resolve } from "node:path";
import { Command, Option } from "commander";
import type { ExposedFinding } from "../../jobs/pii.ts";
import {
  findingCells,
  findingHeader,
  findingSummary,
  findingsMarkdown,
  personalOnly,
} from "../../transform/personal/findingsText.ts";
import { startInProcess } from "../../worker/inProcess.ts";
import { exitCodes } from "../exitCodes.ts";
import { makePaint } from "../paint.ts";
import { cell } from "../textTable.ts";

interface PiiFlags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly failOn?: "found" | "direct";
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
    .action(async (data: string, flags: PiiFlags) => {
      const { findings, columns } = await startInProcess("pii", { data: resolve(data) }).result;
      process.stdout.write(`${shown(basename(data), findings, columns, flags)}\n`);
      if (fails(findings, flags.failOn)) process.exitCode = exitCodes.gate;
    });
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
