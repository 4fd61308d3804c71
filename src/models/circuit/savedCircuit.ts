import { z } from "zod";
import type { JsonValue, ModelColumn } from "../../transform/modelTable.ts";
import { DamagedPart } from "../saved/damagedPart.ts";
import { savedColumns } from "../saved/savedColumns.ts";
import { readShares, refuseOtherParts, type ShareGroup, writeFloats } from "../saved/savedFloats.ts";
import { readSaved, version } from "../saved/savedJson.ts";
import type { ModelState } from "../synthesizer.ts";
import { type CircuitParameters, type CircuitShape, tableRows } from "./circuitModel.ts";
import type { DensityRatio } from "./refine/densityRatio.ts";
import type { MoveSchedule } from "./refine/moves/moveSchedule.ts";
import { readBooks, saveBook, savedBookSchema } from "./savedBook.ts";
import { readMoves, savedMovesSchema, saveMoves } from "./savedMoves.ts";
import { readRatio, savedRatioSchema, saveRatio } from "./savedRatio.ts";
import type { Codebook } from "./tokens/codebook.ts";

/** Everything a fitted circuit consists of. */
export interface CircuitContents {
  readonly columns: readonly ModelColumn[];
  readonly books: readonly Codebook[];
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  /** What selects among drawn rows; undefined where the circuit needs no correction. */
  readonly ratio: DensityRatio | undefined;
  /** What drawn rows are moved by; undefined where they are only selected. There is a ratio where there is a schedule. */
  readonly moves: MoveSchedule | undefined;
  /** What the fit chose and why, for the report. */
  readonly notes: JsonValue;
}

const maxStates = 65_536;

const circuitSchema = z.strictObject({
  version: version(1),
  columns: savedColumns,
  books: z.array(savedBookSchema).readonly(),
  shape: z.strictObject({
    states: z.int().min(1).max(maxStates),
    parent: z.array(z.int().min(-1)).readonly(),
    hosted: z.array(z.array(z.int().min(0)).readonly()).readonly(),
  }),
  ratio: savedRatioSchema.nullable(),
  moves: savedMovesSchema.exactOptional(),
  notes: z.json(),
});

type SavedCircuit = z.output<typeof circuitSchema>;

/** Little-endian float32 parts: `root`, `transition<v>`, `emission<v>`. */
export function saveCircuit(contents: CircuitContents): ModelState {
  const { shape, parameters, moves, ratio } = contents;
  const json: Omit<SavedCircuit, "notes"> & { notes: JsonValue } = {
    version: 1,
    columns: contents.columns,
    books: contents.books.map(saveBook),
    shape: { states: shape.states, parent: [...shape.parent], hosted: shape.hosted },
    ratio: ratio === undefined || moves !== undefined ? null : saveRatio(ratio),
    ...(ratio !== undefined && moves !== undefined && { moves: saveMoves({ moves, ratio }) }),
    notes: contents.notes,
  };
  const parts = new Map<string, Uint8Array>([["root", writeFloats(parameters.root)]]);
  parameters.emissions.forEach((e, v) => {
    parts.set(`emission${v}`, writeFloats(e));
    if (v > 0) parts.set(`transition${v}`, writeFloats(parameters.transitions[v]!));
  });
  return { json: json as unknown as JsonValue, parts };
}

/** @throws DamagedPart naming what is not a circuit's */
export function readCircuit(state: ModelState): CircuitContents {
  const saved = readSaved(circuitSchema, state.json);
  const books = readBooks(saved.columns, saved.books);
  const shape = readShape(saved, books);
  const parameters = readParameters(state, shape);
  const refinement =
    saved.moves === undefined
      ? { ratio: saved.ratio === null ? undefined : readRatio(saved.ratio, books), moves: undefined }
      : readMoves(saved.moves, books);
  return { columns: saved.columns, books, shape, parameters, ...refinement, notes: saved.notes as JsonValue };
}

function readShape({ shape }: SavedCircuit, books: readonly Codebook[]): CircuitShape {
  const { states, parent, hosted } = shape;
  const columns = hosted.flat();
  const isTree = parent.every((p, v) => (v === 0 ? p === -1 : p >= 0 && p < v));
  const isPartition = new Set(columns).size === columns.length && columns.every((j) => j < books.length);
  if (!isTree || parent.length !== hosted.length || !isPartition || columns.length !== books.length)
    throw new DamagedPart("model.json", "shape: it is not a tree over the columns");
  return { states, parent: Int32Array.from(parent), hosted, sizes: books.map((b) => b.size) };
}

function readParameters(state: ModelState, shape: CircuitShape): CircuitParameters {
  const k = shape.states;
  const tables = tableRows(shape);
  refuseOtherParts(
    state,
    shape.hosted.flatMap((_, v) => (v === 0 ? ["root", "emission0"] : [`transition${v}`, `emission${v}`])),
  );
  const rows = Array.from({ length: k }, (_, s): ShareGroup => ({ start: s * k, step: 1, size: k }));
  const blocks = (columns: readonly number[]): ShareGroup[] => {
    const groups: ShareGroup[] = [];
    let offset = 0;
    for (const j of columns) {
      const size = shape.sizes[j]!;
      for (let s = 0; s < k; s++) groups.push({ start: offset * k + s, step: k, size });
      offset += size;
    }
    return groups;
  };
  return {
    root: readShares(state, "root", k, [{ start: 0, step: 1, size: k }]),
    transitions: shape.hosted.map((_, v) =>
      v === 0 ? new Float32Array() : readShares(state, `transition${v}`, k * k, rows),
    ),
    emissions: shape.hosted.map((columns, v) =>
      readShares(state, `emission${v}`, tables[v]! * k, blocks(columns)),
    ),
  };
}
