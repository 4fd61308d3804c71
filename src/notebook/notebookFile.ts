import { type ParseError, parseTree } from "jsonc-parser";
import { maxDepth } from "../jsonc/configText.ts";
import { tooDeepAt } from "../jsonc/jsonDepth.ts";
import { syntaxErrors } from "../jsonc/syntaxErrors.ts";
import type { NotebookCell } from "../protocol/notebook.ts";

/** Version of the notebook format this program reads and writes. */
const notebookVersion = 1;

/** Where outputs go: nowhere, or to `NAME.synthnb.out.json` beside the notebook. */
export type OutputChoice = "omit" | "beside";

/** A `*.synthnb`. Keys this version does not know are kept as they are. */
export interface NotebookFile {
  readonly outputs: OutputChoice;
  readonly cells: readonly FileCell[];
  readonly extra: Readonly<Record<string, unknown>>;
}

export interface FileCell extends NotebookCell {
  readonly extra: Readonly<Record<string, unknown>>;
}

/** Why a text is not a notebook this version reads; the text itself must be kept. */
export interface DamagedNotebook {
  readonly reason: string;
  /** 1-based place of what is not JSON. */
  readonly line?: number;
  readonly column?: number;
}

export const cellKinds = ["markdown", "synth", "sql"] as const;

/** Never throws: a text that is no notebook says why. An empty text is an empty notebook. */
export function parseNotebook(text: string): NotebookFile | DamagedNotebook {
  const bare = text.replace(/^\uFEFF/, "");
  if (bare.trim() === "") return { outputs: "omit", cells: [], extra: {} };
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    return notJson(bare, error as Error);
  }
  if (!isObject(value)) return { reason: "a notebook is a JSON object with version and cells" };
  const { version, cells, outputs, ...extra } = value;
  if (typeof version === "number" && version > notebookVersion)
    return {
      reason: `this notebook has version ${version}; this SynData reads versions up to ${notebookVersion}: update it`,
    };
  if (version !== notebookVersion) return { reason: `"version" must be ${notebookVersion}` };
  if (!Array.isArray(cells)) return { reason: '"cells" must be a list' };
  if (outputs !== undefined && outputs !== "omit" && outputs !== "beside")
    return { reason: '"outputs" must be "omit" or "beside"' };
  const read: FileCell[] = [];
  for (const [i, cell] of cells.entries()) {
    const parsed = parseCell(cell);
    if (parsed === undefined)
      return { reason: `cell ${i + 1} must be an object with a kind and a value, a list of lines` };
    read.push(parsed);
  }
  return { outputs: outputs ?? "omit", cells: read, extra };
}

const fileKind = { name: "notebook", smallest: `{ "version": ${notebookVersion}, "cells": [] }` };

/** In the words used for configs; a notebook has no comments and no trailing commas, which those may have. */
function notJson(text: string, error: Error): DamagedNotebook {
  const errors: ParseError[] = [];
  const tooDeep = tooDeepAt(text, maxDepth);
  const options = { allowTrailingComma: false, disallowComments: true };
  const root = tooDeep === undefined ? parseTree(text, errors, options) : undefined;
  const found = syntaxErrors({ text, file: "", root, errors, tooDeep }, fileKind)[0];
  if (found === undefined) return { reason: `this is not JSON: ${error.message}` };
  return { reason: `this is not JSON: ${found.message}`, line: found.line, column: found.column };
}

/** Two spaces, one line of text a line, keys always in the same order: small diffs. */
export function notebookText(file: NotebookFile): string {
  const cells = file.cells.map(({ kind, text, extra }) => ({
    kind,
    ...extra,
    value: text === "" ? [] : text.split("\n"),
  }));
  const outputs = file.outputs === "omit" ? {} : { outputs: file.outputs };
  return `${JSON.stringify({ version: notebookVersion, ...outputs, ...file.extra, cells }, null, 2)}\n`;
}

export function isDamaged(file: NotebookFile | DamagedNotebook): file is DamagedNotebook {
  return "reason" in file;
}

function parseCell(cell: unknown): FileCell | undefined {
  if (!isObject(cell)) return undefined;
  const { kind, value, ...extra } = cell;
  if (typeof kind !== "string") return undefined;
  if (typeof value === "string") return { kind, text: value, extra };
  if (!Array.isArray(value) || !value.every((line) => typeof line === "string")) return undefined;
  return { kind, text: value.join("\n"), extra };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
