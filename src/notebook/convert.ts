import { parseTree } from "jsonc-parser";
import { parseConfig } from "../config/parseConfig.ts";
import { configVersion, schemaUri } from "../config/schema.ts";
import { editConfig } from "../jsonc/editConfig.ts";
import { formatJson, layoutOf } from "../jsonc/formatJson.ts";
import { own } from "../jsonc/own.ts";
import { applyEdits } from "../jsonc/textEdit.ts";
import { PipelineError } from "../pipeline/pipelineError.ts";
import type { NotebookCell } from "../protocol/notebook.ts";
import { type FileCell, type NotebookFile, notebookText } from "./notebookFile.ts";
import { joinedColumns, joinedRules, planWorkflow, type TableStep } from "./workflow.ts";

/**
 * A `*.synth.json` as a notebook that does the same, a step a cell; comments go along with what they stand before.
 * @throws PipelineError with the findings when the config has errors
 */
export function configToNotebook(text: string, path: string, title: string): NotebookFile {
  const { config, diagnostics } = parseConfig(text, path);
  if (config === undefined) throw new PipelineError(`${path} has errors; fix them first`, diagnostics);
  if (config.privacy !== undefined)
    throw new PipelineError(
      `${path} asks for a privacy guarantee, which a notebook does not keep: run the config itself, or remove "privacy" first`,
    );
  const parts = propertiesOf(text);
  const report = parts.get("report");
  const cells: FileCell[] = [cell("markdown", `# ${title}`)];
  const settings = [
    parts.get("source"),
    workflowReport(report?.text, config.report.enabled),
    parts.get("seed"),
  ].filter((part) => part !== undefined);
  cells.push(cell("synth", fragment(settings)));
  for (const keys of [["columns", "people", "locale"], ["rules", "detectRules"], ["model"], ["output"]]) {
    const [key = ""] = keys;
    const given = keys.flatMap((one) => parts.get(one) ?? []);
    if (given.length === 0 && keys.length > 1) continue;
    const fallback = {
      text: `"${key}": ${key === "model" ? `{ "type": ${JSON.stringify(config.model.type)} }` : "{}"}`,
      lead: [],
    };
    const named = parts.has(key) || key === "rules" ? given : [fallback, ...given];
    cells.push(cell("synth", fragment(named)));
  }
  if (config.report.enabled) cells.push(cell("synth", fragment([stepReport(report)])));
  return { outputs: "omit", cells, extra: {} };
}

/** The same, as the text of the file. */
export function configToNotebookText(text: string, path: string, title: string): string {
  return notebookText(configToNotebook(text, path, title));
}

/** Synthetic tables a notebook makes: each can become a config. */
export function convertibleTables(cells: readonly NotebookCell[], path: string): readonly string[] {
  return [...new Set(tablesOf(cells, path).map(({ name }) => name))];
}

/**
 * The config of one synthetic table of a notebook: what `syndata run` would make of the steps it builds on.
 * @throws PipelineError when the notebook makes no such table
 */
export function notebookToConfigText(cells: readonly NotebookCell[], path: string, table?: string): string {
  const workflow = planWorkflow(cells, path);
  const made = tablesOf(cells, path).findLast(({ name }) => table === undefined || name === table);
  if (made === undefined) {
    const errors = workflow.diagnostics.filter((d) => d.severity === "error");
    const what =
      table === undefined ? "no synthetic table" : `no synthetic table named ${JSON.stringify(table)}`;
    throw new PipelineError(`${path} makes ${what} that could become a config`, errors);
  }
  const report = [...workflow.steps.values()].findLast(
    (step) => step.kind === "report" && step.table.step.cell === made.step.cell,
  );
  const above = [...workflow.steps.values()].filter((step) => step.step.cell <= made.step.cell);
  const written = (kind: string, key: string): unknown =>
    own(above.findLast((step) => step.kind === kind)?.step.fragment, key);
  const settings = sinceSource(above).map(({ step }) => step.fragment);
  const columns = joinedColumns(settings);
  const rules = joinedRules(settings);
  const last = (key: string): Record<string, unknown> => {
    const found = settings.findLast((piece) => Object.hasOwn(piece, key));
    return found === undefined ? {} : { [key]: found[key] };
  };
  const judged = {
    ...(written("source", "report") as object),
    ...(report?.step.fragment["report"] as object),
  };
  const value = {
    $schema: schemaUri,
    version: configVersion,
    source: written("source", "source"),
    ...(Object.keys(columns).length > 0 && { columns }),
    ...last("people"),
    ...last("locale"),
    ...(rules.length > 0 && { rules }),
    ...last("detectRules"),
    model: made.model.step.fragment["model"],
    output: made.step.fragment["output"],
    ...(Object.keys(judged).length > 0 && { report: judged }),
    ...(written("source", "seed") !== undefined && { seed: written("source", "seed") }),
  };
  return `${formatJson(value, "", layoutOf(""))}\n`;
}

function tablesOf(cells: readonly NotebookCell[], path: string): TableStep[] {
  return [...planWorkflow(cells, path).steps.values()].filter((step) => step.kind === "output");
}

function sinceSource<T extends { readonly kind: string }>(steps: readonly T[]): T[] {
  const source = steps.findLastIndex((step) => step.kind === "source");
  return steps.slice(source).filter((step) => step.kind === "columns" || step.kind === "rules");
}

interface Part {
  /** `"key": value`, as written. */
  readonly text: string;
  /** Comment lines before it. */
  readonly lead: readonly string[];
}

/** The top-level properties of a config with the comments that stand before each. */
function propertiesOf(text: string): Map<string, Part> {
  const blank = text.startsWith("\uFEFF") ? ` ${text.slice(1)}` : text;
  const parts = new Map<string, Part>();
  let end = blank.indexOf("{") + 1;
  for (const { offset, length, children } of parseTree(blank)?.children ?? []) {
    const lead = blank
      .slice(end, offset)
      .split(/\r?\n/)
      .map((line, i) => (i === 0 && end > 0 ? "" : line.trim()))
      .filter((line) => line.startsWith("//"));
    parts.set(String(children?.[0]?.value), { text: outdent(blank.slice(offset, offset + length)), lead });
    end = offset + length;
  }
  return parts;
}

/** The settings of `report` that hold before training. */
function workflowReport(report: string | undefined, enabled: boolean): Part | undefined {
  // a run without a report holds nothing out
  if (!enabled) return { text: '"report": { "holdout": 0 }', lead: [] };
  if (report === undefined) return undefined;
  const { report: value } = parseConfig(`{${report}}`, "").value as {
    report: Record<string, unknown>;
  };
  const early = Object.fromEntries(
    ["holdout", "target"].flatMap((key) => (Object.hasOwn(value, key) ? [[key, own(value, key)]] : [])),
  );
  if (Object.keys(early).length === 0) return undefined;
  return { text: `"report": ${formatJson(early, "  ", layoutOf(""))}`, lead: [] };
}

/** The rest of `report`, comments and all. */
function stepReport(report: Part | undefined): Part {
  if (report === undefined) return { text: '"report": {}', lead: [] };
  let text = `{ ${report.text} }`;
  for (const key of ["holdout", "target", "enabled"])
    text = applyEdits(text, editConfig(text, ["report", key], undefined));
  return { text: text.slice(1, -1).trim(), lead: report.lead };
}

function fragment(parts: readonly Part[]): string {
  const lines = parts.flatMap(({ lead, text }, i) => {
    const [first = "", ...rest] = (text + (i === parts.length - 1 ? "" : ",")).split("\n");
    return [...lead, first, ...rest].map((line) => `  ${line}`.trimEnd());
  });
  if (lines.length === 1) return `{ ${lines[0]!.trim()} }`;
  return ["{", ...lines, "}"].join("\n");
}

/** Lines after the first moved left by what the config indented its keys. */
function outdent(text: string): string {
  const [first = "", ...rest] = text.split(/\r?\n/);
  const indent = Math.min(
    ...rest.filter((line) => line.trim() !== "").map((line) => /^\s*/.exec(line)![0].length),
  );
  return [first, ...rest.map((line) => line.slice(Number.isFinite(indent) ? indent : 0))].join("\n");
}

function cell(kind: string, text: string): FileCell {
  return { kind, text, extra: {} };
}
