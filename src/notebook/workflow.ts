import { basename } from "node:path";
import { validateValue } from "../config/check/findings.ts";
import type { SynthConfig } from "../config/schema.ts";
import { type JsonPath, locate } from "../jsonc/configText.ts";
import { nearest } from "../jsonc/nearest.ts";
import { listText, quote } from "../jsonc/quote.ts";
import type { NotebookCell } from "../protocol/notebook.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { cellKinds } from "./notebookFile.ts";
import { realTables } from "./realTables.ts";
import { parseStep, type Step } from "./step.ts";

/** A step with everything it depends on resolved. */
export type PlannedStep =
  | { readonly kind: "source"; readonly step: Step; readonly config: SynthConfig }
  | { readonly kind: "columns"; readonly step: Step; readonly config: SynthConfig }
  | ModelStep
  | TableStep
  | ReportStep
  | CompareStep;

export interface ModelStep {
  readonly kind: "model";
  readonly step: Step;
  readonly name: string;
  readonly config: SynthConfig;
}

export interface TableStep {
  readonly kind: "output";
  readonly step: Step;
  readonly name: string;
  readonly config: SynthConfig;
  readonly model: ModelStep;
}

export interface ReportStep {
  readonly kind: "report";
  readonly step: Step;
  readonly config: SynthConfig;
  readonly table: TableStep;
}

export interface CompareStep {
  readonly kind: "compare";
  readonly step: Step;
  readonly config: SynthConfig;
  readonly tables: readonly TableStep[];
}

export type CellDiagnostic = Diagnostic & { readonly cell: number };

export interface Workflow {
  /** By cell number. */
  readonly steps: ReadonlyMap<number, PlannedStep>;
  /** Synthetic tables that exist before this cell, by name; for SQL. The last of a name wins. */
  tablesBefore(cell: number): ReadonlyMap<string, TableStep>;
  /** The settings in force at this cell; undefined where no source was named yet. */
  configAt(cell: number): SynthConfig | undefined;
  readonly diagnostics: readonly CellDiagnostic[];
}

/** Reads the cells from top to bottom: what each step builds on is what stands above it. Never throws. */
export function planWorkflow(cells: readonly NotebookCell[], path: string): Workflow {
  const steps = new Map<number, PlannedStep>();
  const diagnostics: CellDiagnostic[] = [];
  const tables: TableStep[] = [];
  const models: ModelStep[] = [];
  const configs: { readonly cell: number; readonly config: SynthConfig }[] = [];
  /** Cells above that have errors: what they would make is missing below. */
  const broken: number[] = [];
  let settings: Record<string, unknown> | undefined;

  for (const [cell, { kind, text }] of cells.entries()) {
    if (kind === "sql" || kind === "markdown") continue;
    const file = `${basename(path)} cell ${cell + 1}`;
    if (kind !== "synth") {
      diagnostics.push(unknownKind(kind, cell, file));
      continue;
    }
    const parsed = parseStep(text, cell, file);
    diagnostics.push(...parsed.diagnostics.map((d) => ({ ...d, cell })));
    const { step } = parsed;
    if (step === undefined) {
      broken.push(cell);
      continue;
    }
    const fail = (code: string, message: string, at: JsonPath, fix?: string): void => {
      const finding = { severity: "error", code, message, path: at, at: "value" } as const;
      const located = locate(step.source, {
        ...finding,
        ...(fix !== undefined && { fix: { title: `Change to ${quote(fix)}`, value: fix } }),
      });
      diagnostics.push({ ...located, cell });
      broken.push(cell);
    };
    if (step.kind === "source") settings = { ...step.fragment };
    else if (settings === undefined) {
      fail("no-source", noSource(broken), []);
      continue;
    }
    if (step.kind === "columns")
      settings = {
        ...settings,
        columns: { ...(settings["columns"] as object), ...(step.fragment["columns"] as object) },
      };
    const config = configOf(settings, step);
    if (config === undefined) continue;
    if (step.kind === "source" || step.kind === "columns") {
      configs.push({ cell, config });
      steps.set(cell, { kind: step.kind, step, config });
      continue;
    }
    if (step.kind === "model") {
      const model: ModelStep = { kind: "model", step, name: step.name ?? "model", config };
      models.push(model);
      steps.set(cell, model);
      continue;
    }
    if (step.kind === "output") {
      const model = pick(models, step.of);
      if (model === undefined) {
        fail(...missing("model", step.of, models, broken));
        continue;
      }
      const table: TableStep = {
        kind: "output",
        step,
        name: step.name ?? "synthetic",
        config: { ...model.config, output: config.output },
        model,
      };
      tables.push(table);
      steps.set(cell, table);
      continue;
    }
    const wanted = step.kind === "compare" ? step.compare : [step.of];
    const found = wanted.map((name) => pick(tables, name));
    const lost = found.indexOf(undefined);
    if (lost !== -1) {
      const [code, message, at, fix] = missing("table", wanted[lost], tables, broken);
      fail(code, message, step.kind === "compare" ? ["compare", lost] : at, fix);
      continue;
    }
    const present = found.filter((table) => table !== undefined);
    if (step.kind === "compare") steps.set(cell, { kind: "compare", step, config, tables: present });
    else {
      const [table] = present as [TableStep];
      steps.set(cell, { kind: "report", step, table, config: { ...table.config, report: config.report } });
    }
  }
  return {
    steps,
    diagnostics,
    tablesBefore: (cell) =>
      new Map(tables.filter((t) => t.step.cell < cell).map((table) => [table.name, table])),
    configAt: (cell) => configs.findLast((c) => c.cell < cell)?.config,
  };
}

/** The last one of this name, or the last of all. */
function pick<T extends { readonly name: string }>(
  made: readonly T[],
  name: string | undefined,
): T | undefined {
  return name === undefined ? made.at(-1) : made.findLast((one) => one.name === name);
}

function noSource(broken: readonly number[]): string {
  return `no step above names the data: ${fixFirst(broken) ?? 'start with { "source": { "path": "data.csv" } }'}`;
}

function missing(
  what: "model" | "table",
  name: string | undefined,
  made: readonly { readonly name: string }[],
  broken: readonly number[],
): [code: string, message: string, at: JsonPath, fix?: string] {
  const code = `no-${what}`;
  if (name === undefined) {
    const hint = fixFirst(broken);
    if (what === "model")
      return [
        code,
        `no step above trains a model: ${hint ?? 'add { "model": { "type": "circuit" } } before'}`,
        [],
      ];
    return [
      code,
      `no step above makes a synthetic table: ${hint ?? 'add { "output": { "rows": 1000 } } before'}`,
      [],
    ];
  }
  if (realTables.some((table) => table === name))
    return [code, `${quote(name)} is a table of real rows; name a synthetic one`, ["of"]];
  const names = [...new Set(made.map((one) => one.name))];
  const guess = nearest(name, names);
  if (guess !== undefined)
    return [
      code,
      `no step above makes a ${what} named ${quote(name)}: did you mean ${quote(guess)}?`,
      ["of"],
      guess,
    ];
  const above =
    names.length === 0 ? "there is none yet" : `above are ${listText(names.map((n) => quote(n)))}`;
  return [code, `no step above makes a ${what} named ${quote(name)}: ${fixFirst(broken) ?? above}`, ["of"]];
}

function fixFirst(broken: readonly number[]): string | undefined {
  const [first] = broken;
  return first === undefined ? undefined : `cell ${first + 1} has an error, fix it first`;
}

/** Settings of the workflow with those of the step; each was checked alone, so together they are a valid config. */
function configOf(settings: Readonly<Record<string, unknown>>, step: Step): SynthConfig | undefined {
  const value = {
    ...settings,
    ...step.fragment,
    ...(step.kind === "columns" && { columns: settings["columns"] }),
    ...(step.kind === "report" && {
      report: { ...(settings["report"] as object), ...(step.fragment["report"] as object) },
    }),
  };
  return validateValue(value).config;
}

function unknownKind(kind: string, cell: number, file: string): CellDiagnostic {
  const message = `this version does not know cells of kind ${quote(kind)}; it knows ${listText(cellKinds)}`;
  const place = { line: 1, column: 1, offset: 0, length: 0, path: [] };
  return { severity: "error", code: "unknown-cell-kind", message, file, ...place, cell };
}
