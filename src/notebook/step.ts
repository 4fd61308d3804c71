import type { Node } from "jsonc-parser";
import { validateValue } from "../config/check/findings.ts";
import { type ConfigText, type Finding, type JsonPath, locate, readConfigText } from "../jsonc/configText.ts";
import { nearest } from "../jsonc/nearest.ts";
import { own } from "../jsonc/own.ts";
import { plainObject } from "../jsonc/plainObject.ts";
import { listText, quote } from "../jsonc/quote.ts";
import { configFile, syntaxErrors } from "../jsonc/syntaxErrors.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { realTables } from "./realTables.ts";

/** The key that says what a synth cell does; `source` may stand with settings of the whole workflow. */
const stepKeys = ["source", "columns", "rules", "model", "output", "report", "compare"] as const;
export type StepKind = (typeof stepKeys)[number];

/** Keys of a step that are not the config's. */
const nameKeys = ["name", "of", "compare"] as const;

/** A synth cell: a piece of the config, with what it is called and what it builds on. */
export interface Step {
  readonly kind: StepKind;
  readonly cell: number;
  /** The config's own keys, as written. */
  readonly fragment: Readonly<Record<string, unknown>>;
  /** What the step makes is called; models and tables only. */
  readonly name: string | undefined;
  /** What it builds on; the nearest above when not said. */
  readonly of: string | undefined;
  readonly compare: readonly string[];
  readonly source: ConfigText;
}

export interface ParsedStep {
  /** Undefined when a diagnostic is an error. */
  readonly step: Step | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a synth cell. `file` is what messages call it. Never throws. */
export function parseStep(text: string, cell: number, file: string): ParsedStep {
  const source = readConfigText(text, file);
  const broken =
    text.trim() === "" ? [emptyCell(source)] : syntaxErrors(source, { ...configFile, name: "step" });
  if (broken.length > 0 || source.root === undefined) return { step: undefined, diagnostics: broken };
  const value = plainValue(source.root);
  const findings: Finding[] = [];
  if (typeof value !== "object" || value === null || Array.isArray(value))
    findings.push(error("wrong-type", `a step is an object such as { "model": { "type": "ctgan" } }`, []));
  const object = findings.length > 0 ? {} : (value as Record<string, unknown>);
  const kind = findings.length > 0 ? undefined : kindOf(object, findings);
  if (kind !== undefined) findings.push(...checkNames(object, kind), ...checkFragment(object, kind));
  const diagnostics = findings.map((finding) => locate(source, finding)).sort((a, b) => a.offset - b.offset);
  if (kind === undefined || findings.some((f) => f.severity === "error"))
    return { step: undefined, diagnostics };
  const { name, of, compare, ...fragment } = object;
  return {
    step: {
      kind,
      cell,
      fragment,
      name: name as string | undefined,
      of: of as string | undefined,
      compare: (compare as string[] | undefined) ?? [],
      source,
    },
    diagnostics,
  };
}

function kindOf(object: Readonly<Record<string, unknown>>, findings: Finding[]): StepKind | undefined {
  const found = stepKeys.filter((key) => Object.hasOwn(object, key));
  if (Object.hasOwn(object, "detectRules") && !found.includes("rules")) found.push("rules");
  if (found.includes("source")) {
    const other = found.find((key) => key !== "source" && key !== "report");
    if (other === undefined) return "source";
    findings.push(
      error("two-steps", `one step a cell: move ${quote(other)} to a cell of its own`, [other], "key"),
    );
    return undefined;
  }
  if (found.length === 1) return found[0];
  if (found.length > 1) {
    const [first, second] = found as [StepKind, StepKind];
    findings.push(
      error(
        "two-steps",
        `one step a cell: ${quote(first)} and ${quote(second)} each need their own`,
        [second],
        "key",
      ),
    );
    return undefined;
  }
  const [typed] = Object.keys(object);
  const guess = typed === undefined ? undefined : nearest(typed, stepKeys);
  findings.push(
    typed !== undefined && guess !== undefined
      ? {
          ...error(
            "unknown-step",
            `there is no step ${quote(typed)}: did you mean ${quote(guess)}?`,
            [typed],
            "key",
          ),
          fix: { title: `Change to ${quote(guess)}`, value: guess },
        }
      : error(
          "unknown-step",
          `this cell is no step: it needs one of ${listText(
            stepKeys.map((k) => quote(k)),
            "or",
          )}`,
          [],
        ),
  );
  return undefined;
}

function checkNames(object: Readonly<Record<string, unknown>>, kind: StepKind): Finding[] {
  const findings: Finding[] = [];
  const named = kind === "model" || kind === "output";
  const building = kind === "output" || kind === "report";
  for (const key of ["name", "of"] as const) {
    if (!Object.hasOwn(object, key)) continue;
    const value = own(object, key);
    if (key === "name" ? !named : !building)
      findings.push(error("unknown-key", `a ${kind} step has no ${quote(key)}`, [key], "key"));
    else if (typeof value !== "string" || !/^[A-Za-z_][\w-]{0,62}$/.test(value))
      findings.push(
        error("wrong-type", `${key} must be a name of letters, digits, _ and -, not ${quote(value)}`, [key]),
      );
    else if (key === "name" && realTables.some((table) => table === value.toLowerCase()))
      findings.push(
        error("taken-name", `${quote(value)} is the name of a table of real rows; choose another`, [key]),
      );
  }
  if (kind === "compare") {
    const list = object["compare"];
    if (!Array.isArray(list) || list.length < 2 || !list.every((name) => typeof name === "string"))
      findings.push(
        error("wrong-type", 'compare must name two or more synthetic tables, as ["a", "b"]', ["compare"]),
      );
  }
  return findings;
}

const allowed: Readonly<Record<StepKind, readonly string[]>> = {
  source: ["$schema", "version", "source", "seed", "report"],
  columns: ["columns", "people", "locale"],
  rules: ["rules", "detectRules"],
  model: ["model"],
  output: ["output"],
  report: ["report"],
  compare: [],
};

/** The rest is a piece of a config: checked as one, with a source that is somewhere else. */
function checkFragment(object: Readonly<Record<string, unknown>>, kind: StepKind): Finding[] {
  const findings: Finding[] = [];
  const fragment = plainObject();
  for (const [key, value] of Object.entries(object)) {
    if (nameKeys.some((name) => name === key)) continue;
    if (["seed", "version", "$schema"].includes(key) && kind !== "source")
      findings.push(
        error(
          "misplaced-key",
          `${quote(key)} applies to the whole workflow: move it to the source step`,
          [key],
          "key",
        ),
      );
    else fragment[key] = value;
  }
  if (kind !== "source" && kind !== "compare") fragment["source"] = { path: "-" };
  if (kind !== "compare") findings.push(...validateValue(fragment).findings);
  else
    for (const key of Object.keys(fragment))
      findings.push(error("unknown-key", `a compare step has no ${quote(key)}`, [key], "key"));
  const report = object["report"];
  if (kind === "report" && typeof report === "object" && report !== null && Object.hasOwn(report, "holdout"))
    findings.push(
      error(
        "misplaced-key",
        'the holdout is set aside before training: say "report": { "holdout": … } in the source step',
        ["report", "holdout"],
        "key",
      ),
    );
  for (const key of Object.keys(fragment))
    if (!allowed[kind].includes(key) && key !== "source" && !findings.some((f) => f.path[0] === key))
      findings.push(error("unknown-key", `a ${kind} step has no ${quote(key)}`, [key], "key"));
  return findings;
}

function emptyCell(source: ConfigText): Diagnostic {
  return locate(
    source,
    error("syntax", 'the cell is empty; a step is an object such as { "model": { "type": "ctgan" } }', []),
  );
}

function error(code: string, message: string, path: JsonPath, at: Finding["at"] = "value"): Finding {
  return { severity: "error", code, message, path, at };
}

/** Objects have no prototype: a column may be named `constructor`. */
function plainValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(plainValue);
  if (node.type !== "object") return node.value;
  const object = plainObject();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined) object[String(key.value)] = plainValue(value);
  }
  return object;
}
