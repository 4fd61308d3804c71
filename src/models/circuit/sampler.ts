import type { Random } from "../../engine/random.ts";
import type { Column } from "../../table/table.ts";
import { type AliasTables, aliasTables, drawAlias } from "./alias.ts";
import { type CircuitParameters, type CircuitShape, type ColumnPlace, columnPlaces } from "./circuitModel.ts";
import type { Codebook } from "./codebook.ts";
import type { ColumnEvidence, Evidence } from "./evidence.ts";
import { decodeNumber } from "./numberTokens.ts";

/** Draws rows from a circuit from the root down, with alias tables; made once, used for any number of rows. */
export interface Sampler {
  /** Columns of `rows` fresh rows. */
  draw(rows: number, random: Random): Column[];
}

export function makeSampler(
  shape: CircuitShape,
  parameters: CircuitParameters,
  books: readonly Codebook[],
  evidence: Evidence,
): Sampler {
  const k = shape.states;
  const latents = shape.parent.length;
  const places = columnPlaces(shape);
  const root = aliasTables(1, k, (_, s) => parameters.root[s]!);
  const transitions = parameters.transitions.map((w, v) =>
    v === 0 ? root : aliasTables(k, k, (p, c) => w[p * k + c]!),
  );
  const emissions = books.map((book, j) => emissionTables(parameters, places[j]!, book.size, k));
  return {
    draw(rows, random) {
      const states: Int32Array[] = [];
      for (let v = 0; v < latents; v++) {
        const own = new Int32Array(rows);
        const table = transitions[v]!;
        const above = states[shape.parent[v]!];
        for (let i = 0; i < rows; i++) own[i] = drawAlias(table, above ? above[i]! : 0, random);
        states.push(own);
      }
      return books.map((book, j) =>
        drawColumn(book, emissions[j]!, states[places[j]!.latent]!, evidence[j], random),
      );
    },
  };
}

function emissionTables(
  parameters: CircuitParameters,
  place: ColumnPlace,
  size: number,
  k: number,
): AliasTables {
  const table = parameters.emissions[place.latent]!;
  return aliasTables(k, size, (s, t) => table[(place.offset + t) * k + s]!);
}

function drawColumn(
  book: Codebook,
  tables: AliasTables,
  states: Int32Array,
  evidence: ColumnEvidence | undefined,
  random: Random,
): Column {
  const rows = states.length;
  const name = book.column.name;
  if (book.kind === "category") {
    const codes = new Int32Array(rows);
    for (let i = 0; i < rows; i++) {
      const t = drawAlias(tables, states[i]!, random);
      codes[i] = t === book.missing ? -1 : t;
    }
    return { kind: "string", name, codes, dictionary: book.column.categories };
  }
  const { tokens, missing } = book;
  const values = new Float64Array(rows);
  const parts = evidence?.parts;
  for (let i = 0; i < rows; i++) {
    const t = drawAlias(tables, states[i]!, random);
    if (t === missing) values[i] = Number.NaN;
    else if (tokens.atom[t]) values[i] = tokens.lo[tokens.first[t]!]!;
    else {
      let u = random.uniform();
      if (parts) u = withinParts(parts, t, u);
      values[i] = decodeNumber(tokens, t, u);
    }
  }
  if (evidence?.values) snap(values, evidence.values);
  return { kind: "number", name, values };
}

function withinParts(parts: NonNullable<ColumnEvidence["parts"]>, token: number, u: number): number {
  const from = parts.first[token]!;
  const to = parts.first[token + 1]!;
  let total = 0;
  for (let i = from; i < to; i++) total += parts.high[i]! - parts.low[i]!;
  let left = u * total;
  for (let i = from; i < to; i++) {
    const width = parts.high[i]! - parts.low[i]!;
    if (left < width || i === to - 1) return parts.low[i]! + Math.min(left, width);
    left -= width;
  }
  return u;
}

function snap(values: Float64Array, allowed: Float64Array): void {
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    if (Number.isNaN(x)) continue;
    let best = allowed[0]!;
    for (const a of allowed) if (Math.abs(a - x) < Math.abs(best - x)) best = a;
    values[i] = best;
  }
}
