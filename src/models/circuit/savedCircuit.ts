import { type JsonValue, type ModelColumn, ModelError } from "../../transform/modelTable.ts";
import type { ModelState } from "../synthesizer.ts";
import { type CircuitParameters, type CircuitShape, tableRows } from "./circuitModel.ts";
import type { DensityRatio } from "./refine/densityRatio.ts";
import type { Codebook } from "./tokens/codebook.ts";
import type { NumberTokens } from "./tokens/numberTokens.ts";

/** Everything a fitted circuit consists of. */
export interface CircuitContents {
  readonly columns: readonly ModelColumn[];
  readonly books: readonly Codebook[];
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  /** What corrects drawn rows; undefined where the circuit needs no correction. */
  readonly ratio: DensityRatio | undefined;
  /** What the fit chose and why, for the report. */
  readonly notes: JsonValue;
}

/** A codebook as JSON. */
export interface SavedBook {
  readonly missing: number;
  readonly tokens?: {
    readonly grid: number;
    readonly cuts: readonly number[];
    readonly share: readonly number[];
    readonly atom: readonly number[];
    readonly first: readonly number[];
    readonly lo: readonly number[];
    readonly hi: readonly number[];
    readonly level: readonly number[];
  };
}

interface SavedCircuit {
  readonly version: 1;
  readonly columns: readonly ModelColumn[];
  readonly books: readonly SavedBook[];
  readonly shape: {
    readonly states: number;
    readonly parent: readonly number[];
    readonly hosted: readonly (readonly number[])[];
  };
  readonly ratio: SavedRatio | null;
  readonly notes: JsonValue;
}

interface SavedRatio {
  readonly candidates: number;
  readonly offsets: readonly (readonly number[])[];
  readonly trees: readonly {
    readonly feature: readonly number[];
    readonly cut: readonly number[];
    readonly missingLeft: readonly number[];
    readonly set: readonly number[];
    readonly leftBins: readonly number[];
    readonly left: readonly number[];
    readonly right: readonly number[];
    readonly values: readonly number[];
  }[];
}

/** Little-endian float32 parts: `root`, `transition<v>`, `emission<v>`. */
export function saveCircuit(contents: CircuitContents): ModelState {
  const { shape, parameters } = contents;
  const json: SavedCircuit = {
    version: 1,
    columns: contents.columns,
    books: contents.books.map(saveBook),
    shape: { states: shape.states, parent: [...shape.parent], hosted: shape.hosted },
    ratio: contents.ratio === undefined ? null : savedRatio(contents.ratio),
    notes: contents.notes,
  };
  const parts = new Map<string, Uint8Array>([["root", bytes(parameters.root)]]);
  parameters.emissions.forEach((e, v) => {
    parts.set(`emission${v}`, bytes(e));
    if (v > 0) parts.set(`transition${v}`, bytes(parameters.transitions[v]!));
  });
  return { json: json as unknown as JsonValue, parts };
}

/** @throws ModelError when the state is not a circuit's or is damaged */
export function readCircuit(state: ModelState): CircuitContents {
  const saved = state.json as unknown as SavedCircuit;
  if (saved?.version !== 1 || !Array.isArray(saved.books))
    throw new ModelError("this is not a saved circuit of a version this program reads");
  const books = saved.columns.map((column, j) => readBook(column, saved.books[j]!));
  const shape: CircuitShape = {
    states: saved.shape.states,
    parent: Int32Array.from(saved.shape.parent),
    hosted: saved.shape.hosted,
    sizes: books.map((b) => b.size),
  };
  const k = shape.states;
  const tables = tableRows(shape);
  const part = (name: string, length: number) => floats(state.parts.get(name), name, length);
  return {
    columns: saved.columns,
    books,
    shape,
    parameters: {
      root: part("root", k),
      transitions: shape.hosted.map((_, v) => (v === 0 ? new Float32Array() : part(`transition${v}`, k * k))),
      emissions: shape.hosted.map((_, v) => part(`emission${v}`, tables[v]! * k)),
    },
    ratio: saved.ratio === null ? undefined : readRatio(saved.ratio),
    notes: saved.notes,
  };
}

export function saveBook(book: Codebook): SavedBook {
  const { missing } = book;
  return book.kind === "number" ? { missing, tokens: savedTokens(book.tokens) } : { missing };
}

function savedTokens(t: NumberTokens): NonNullable<SavedBook["tokens"]> {
  return {
    grid: t.grid,
    // JSON has no Infinity; the last cut is always that.
    cuts: [...t.cuts.subarray(0, t.count - 1)],
    share: [...t.share],
    atom: [...t.atom],
    first: [...t.first],
    lo: [...t.lo],
    hi: [...t.hi],
    level: [...t.level],
  };
}

function savedRatio(ratio: DensityRatio): SavedRatio {
  return {
    candidates: ratio.candidates,
    offsets: ratio.offsets.map((o) => [...o]),
    trees: ratio.trees.map((t) => ({
      feature: [...t.feature],
      cut: [...t.cut],
      missingLeft: [...t.missingLeft],
      set: [...t.set],
      leftBins: [...t.leftBins],
      left: [...t.left],
      right: [...t.right],
      values: [...t.values],
    })),
  };
}

function readRatio(saved: SavedRatio): DensityRatio {
  return {
    candidates: saved.candidates,
    offsets: saved.offsets.map((o) => Float64Array.from(o)),
    trees: saved.trees.map((t) => ({
      feature: Int32Array.from(t.feature),
      cut: Int32Array.from(t.cut),
      missingLeft: Uint8Array.from(t.missingLeft),
      set: Int32Array.from(t.set),
      leftBins: Uint32Array.from(t.leftBins),
      left: Int32Array.from(t.left),
      right: Int32Array.from(t.right),
      values: Float64Array.from(t.values),
      outputs: 1,
    })),
  };
}

/** @throws ModelError when tokens are missing */
export function readBook(column: ModelColumn, saved: SavedBook): Codebook {
  const { missing, tokens } = saved;
  const extra = missing >= 0 ? 1 : 0;
  if (column.kind === "discrete")
    return { kind: "category", column, missing, size: column.categories.length + extra };
  if (tokens === undefined) throw new ModelError(`the saved model lacks the tokens of column ${column.name}`);
  const count = tokens.share.length;
  return {
    kind: "number",
    column,
    missing,
    size: count + extra,
    tokens: {
      grid: tokens.grid,
      count,
      cuts: Float64Array.from([...tokens.cuts, Infinity]),
      share: Float64Array.from(tokens.share),
      atom: Uint8Array.from(tokens.atom),
      first: Int32Array.from(tokens.first),
      lo: Float64Array.from(tokens.lo),
      hi: Float64Array.from(tokens.hi),
      level: Float64Array.from(tokens.level),
    },
  };
}

function bytes(values: Float32Array): Uint8Array {
  const out = new Uint8Array(values.length * 4);
  const view = new DataView(out.buffer);
  for (let i = 0; i < values.length; i++) view.setFloat32(i * 4, values[i]!, true);
  return out;
}

function floats(part: Uint8Array | undefined, name: string, length: number): Float32Array {
  if (part?.byteLength !== length * 4)
    throw new ModelError(`the saved circuit's part "${name}" is missing or damaged`);
  const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
  return Float32Array.from({ length }, (_, i) => view.getFloat32(i * 4, true));
}
