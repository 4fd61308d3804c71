import { createHash } from "node:crypto";
import { counted } from "../language/counts.ts";
import { type GridJson, gridMime, type MimeBundle, type NotebookCell } from "../protocol/notebook.ts";
import { mentions, realTables } from "./realTables.ts";

/** `NAME.synthnb.out.json`: what the cells showed, for those whose text is still the same. */
export interface SavedOutputs {
  readonly version: 1;
  readonly cells: readonly SavedCell[];
}

export interface SavedCell {
  /** First 16 hex digits of the SHA-256 of kind and text. */
  readonly source: string;
  readonly ok: boolean;
  readonly outputs: readonly MimeBundle[];
}

export interface CellOutputs {
  readonly ok: boolean;
  readonly outputs: readonly MimeBundle[];
}

export function outputsPath(notebookPath: string): string {
  return `${notebookPath}.out.json`;
}

/** Cells that have outputs, in order; rows of real tables are left out. One output a line: what did not change stays as it is. */
export function savedOutputsText(
  cells: readonly NotebookCell[],
  outputs: ReadonlyMap<number, CellOutputs>,
): string {
  const saved = [...outputs.keys()]
    .sort((a, b) => a - b)
    .flatMap((cell) => {
      const { kind, text } = cells[cell] ?? {};
      const made = outputs.get(cell);
      if (kind === undefined || text === undefined || made === undefined) return [];
      const kept =
        kind === "sql" && realTables.some((name) => mentions(text, name))
          ? withoutRows(made.outputs)
          : made.outputs;
      const lines = kept.map((bundle) => `        ${JSON.stringify(closed(bundle))}`);
      const body = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n      ]`;
      return [
        `    {\n      "source": "${cellHash({ kind, text })}",\n      "ok": ${made.ok},\n      "outputs": ${body}\n    }`,
      ];
    });
  return `{\n  "version": 1,\n  "cells": [${saved.length === 0 ? "" : `\n${saved.join(",\n")}\n  `}]\n}\n`;
}

/** Outputs by cell number, for cells that have not changed since; nothing when the file is not readable. */
export function readSavedOutputs(
  text: string,
  cells: readonly NotebookCell[],
): ReadonlyMap<number, CellOutputs> {
  const found = new Map<number, CellOutputs>();
  let saved: SavedOutputs;
  try {
    saved = JSON.parse(text) as SavedOutputs;
  } catch {
    return found;
  }
  if (saved?.version !== 1 || !Array.isArray(saved.cells)) return found;
  const left = [...saved.cells];
  for (const [cell, { kind, text: source }] of cells.entries()) {
    const hash = cellHash({ kind, text: source });
    const k = left.findIndex((one) => one?.source === hash && Array.isArray(one.outputs));
    if (k === -1) continue;
    const [{ ok, outputs }] = left.splice(k, 1) as [SavedCell];
    found.set(cell, { ok, outputs });
  }
  return found;
}

function cellHash({ kind, text }: NotebookCell): string {
  return createHash("sha256").update(`${kind}\0${text}`).digest("hex").slice(0, 16);
}

function withoutRows(outputs: readonly MimeBundle[]): MimeBundle[] {
  const total = outputs.reduce(
    (sum, bundle) => sum + ((bundle[gridMime] as GridJson | undefined)?.total ?? 0),
    0,
  );
  const rows = `${counted(total, "row")}`;
  return [{ "text/plain": `${rows} from a table of real rows: not saved; run the cell to see them.` }];
}

/** Handles of open results mean nothing to another process. */
function closed(bundle: MimeBundle): MimeBundle {
  const grid = bundle[gridMime] as GridJson | undefined;
  return grid === undefined ? bundle : { ...bundle, [gridMime]: { ...grid, handle: null } };
}
