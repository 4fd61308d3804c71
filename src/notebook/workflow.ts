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
  | { readonly kind: "rules"; readonly step: Step; readonly config: SynthConfig }
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
  const plan = new Plan();
  for (const [cell, { kind, text }] of cells.entries()) {
    if (kind === "sql" || kind === "markdown") continue;
    const file = `${basename(path)} cell ${cell + 1}`;
    if (kind === "synth") plan.add(cell, parseStep(text, cell, file));
    else plan.diagnostics.push(unknownKind(kind, cell, file));
  }
  return {
    steps: plan.steps,
    diagnostics: plan.diagnostics,
    tablesBefore: (cell) =>
      new Map(plan.tables.filter((t) => t.step.cell < cell).map((table) => [table.name, table])),
    configAt: (cell) => plan.configs.findLast((c) => c.cell < cell)?.config,
  };
}

/** What the cells so far build. */
class Plan {
  readonly steps = new Map<number, PlannedStep>();
  readonly diagnostics: CellDiagnostic[] = [];
  readonly tables: TableStep[] = [];
  readonly configs: { readonly cell: number; readonly config: SynthConfig }[] = [];
  readonly #models: ModelStep[] = [];
  /** Cells above that have errors: what they would make is missing below. */
  readonly #broken: number[] = [];
  #settings: Record<string, unknown> | undefined;

  add(cell: number, { step, diagnostics }: ReturnType<typeof parseStep>): void {
    this.diagnostics.push(...diagnostics.map((found) => ({ ...found, cell })));
    if (step === undefined) {
      this.#broken.push(cell);
      return;
    }
    const settings = this.#settingsOf(step);
    if (settings === undefined) {
      this.#fail(step, ["no-source", noSource(this.#broken), []]);
      return;
    }
    this.#settings = settings;
    const config = configOf(settings, step);
    if (config === undefined) return;
    const planned = this.#planned(step, config);
    if (planned !== undefined) this.steps.set(cell, planned);
  }

  /** The settings in force at a step; undefined where no source was named yet. */
  #settingsOf(step: Step): Record<string, unknown> | undefined {
    if (step.kind === "source") return { ...step.fragment };
    if (this.#settings === undefined || (step.kind !== "columns" && step.kind !== "rules"))
      return this.#settings;
    return { ...this.#settings, ...step.fragment, ...joinedSettings(this.#settings, step) };
  }

  #planned(step: Step, config: SynthConfig): PlannedStep | undefined {
    if (step.kind === "output") return this.#output(step, config);
    if (step.kind === "compare") return this.#compare(step, config);
    if (step.kind === "report") return this.#report(step, config);
    if (step.kind === "model") {
      const model: ModelStep = { kind: "model", step, name: step.name ?? "model", config };
      this.#models.push(model);
      return model;
    }
    this.configs.push({ cell: step.cell, config });
    return { kind: step.kind, step, config };
  }

  #output(step: Step, config: SynthConfig): TableStep | undefined {
    const model = pick(this.#models, step.of);
    if (model === undefined) return this.#fail(step, missing("model", step.of, this.#models, this.#broken));
    const table: TableStep = {
      kind: "output",
      step,
      name: step.name ?? "synthetic",
      config: { ...model.config, output: config.output },
      model,
    };
    this.tables.push(table);
    return table;
  }

  #compare(step: Step, config: SynthConfig): CompareStep | undefined {
    const found = step.compare.map((name) => pick(this.tables, name));
    const lost = found.indexOf(undefined);
    if (lost === -1)
      return { kind: "compare", step, config, tables: found.filter((table) => table !== undefined) };
    const [code, message, , fix] = missing("table", step.compare[lost], this.tables, this.#broken);
    return this.#fail(step, [code, message, ["compare", lost], fix]);
  }

  #report(step: Step, config: SynthConfig): ReportStep | undefined {
    const table = pick(this.tables, step.of);
    if (table === undefined) return this.#fail(step, missing("table", step.of, this.tables, this.#broken));
    return { kind: "report", step, table, config: { ...table.config, report: config.report } };
  }

  #fail(step: Step, [code, message, path, fix]: Missing): undefined {
    const located = locate(step.source, {
      severity: "error",
      code,
      message,
      path,
      at: "value",
      ...(fix !== undefined && { fix: { title: `Change to ${quote(fix)}`, value: fix } }),
    });
    this.diagnostics.push({ ...located, cell: step.cell });
    this.#broken.push(step.cell);
  }
}

/** What a step needs and does not find; `fix` is the value that is probably meant. */
type Missing = readonly [code: string, message: string, at: JsonPath, fix?: string | undefined];

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
): Missing {
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
    ...((step.kind === "columns" || step.kind === "rules") && settings),
    ...(step.kind === "report" && {
      report: { ...(settings["report"] as object), ...(step.fragment["report"] as object) },
    }),
  };
  return validateValue(value).config;
}

/** What steps of one kind add to each other: columns by name, rules one after the other. */
function joinedSettings(
  settings: Readonly<Record<string, unknown>>,
  { kind, fragment }: Step,
): Record<string, unknown> {
  if (kind === "columns") return { columns: joinedColumns([settings, fragment]) };
  return { rules: joinedRules([settings, fragment]) };
}

/** The columns that several pieces of a config describe, the last one first. */
export function joinedColumns(pieces: readonly Readonly<Record<string, unknown>>[]): object {
  return Object.assign({}, ...pieces.map((piece) => piece["columns"]));
}

/** The rules that several pieces of a config write, in order. */
export function joinedRules(pieces: readonly Readonly<Record<string, unknown>>[]): unknown[] {
  return pieces.flatMap((piece) => (piece["rules"] as unknown[] | undefined) ?? []);
}

function unknownKind(kind: string, cell: number, file: string): CellDiagnostic {
  const message = `this version does not know cells of kind ${quote(kind)}; it knows ${listText(cellKinds)}`;
  const place = { line: 1, column: 1, offset: 0, length: 0, path: [] };
  return { severity: "error", code: "unknown-cell-kind", message, file, ...place, cell };
}
