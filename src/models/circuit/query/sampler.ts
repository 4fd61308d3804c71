import type { Random } from "../../../numerics/random.ts";
import type { Column } from "../../../table/table.ts";
import { columnPlaces } from "../circuitModel.ts";
import { selectBalanced } from "../refine/balancedSelection.ts";
import { type DensityRatio, logRatios } from "../refine/densityRatio.ts";
import type { Codebook } from "../tokens/codebook.ts";
import { decodeNumber } from "../tokens/numberTokens.ts";
import { rareToken } from "../tokens/rareToken.ts";
import type { TokenColumns } from "../train/emEngine.ts";
import { drawStratified, groupRows, type RowGroups } from "../train/stratified.ts";
import type { ColumnEvidence, Evidence } from "./evidence.ts";
import type { TokenCircuit } from "./tokenCircuit.ts";

/** Rows as tokens; `spare[j]` is what a row has in column j instead of a category too rare to be emitted. */
export interface DrawnTokens {
  readonly tokens: readonly Int32Array[];
  readonly spare: readonly (Int32Array | undefined)[];
}

/** Tokens of `rows` fresh rows: of the circuit, or of the circuit times the ratio. */
export function drawTokens(
  circuit: TokenCircuit,
  ratio: DensityRatio | undefined,
  rows: number,
  random: Random,
): DrawnTokens {
  if (ratio === undefined || ratio.trees.length === 0) return drawFromCircuit(circuit, rows, random);
  const candidates = Math.ceil(rows * ratio.candidates);
  const { tokens, spare } = drawFromCircuit(circuit, candidates, random);
  const weights = logRatios(ratio, circuit.books, tokens, candidates).map(Math.exp);
  const chosen = selectBalanced(weights, { tokens, sizes: circuit.shape.sizes }, rows, random);
  const take = (column: Int32Array) => Int32Array.from(chosen, (i) => column[i]!);
  return { tokens: tokens.map(take), spare: spare.map((column) => column && take(column)) };
}

/** The tokens to be shown: a rare category gives way to another one of the row's hidden state. */
export function withoutRare(books: readonly Codebook[], drawn: DrawnTokens): TokenColumns {
  return drawn.tokens.map((column, j) => {
    const spare = drawn.spare[j];
    const rare = rareToken(books[j]!);
    return spare === undefined ? column : column.map((t, i) => (t === rare ? spare[i]! : t));
  });
}

/** Rows of the circuit itself, from the root down, all rows of a state together; with the states of their latents. */
export function drawFromCircuit(
  { shape, parameters, books }: TokenCircuit,
  rows: number,
  random: Random,
): DrawnTokens & { readonly states: readonly Int32Array[] } {
  const k = shape.states;
  const everyRow = groupRows(new Int32Array(rows), 1);
  const groups: RowGroups[] = [];
  const states = Array.from(shape.parent, (p, v) => {
    const w = p < 0 ? parameters.root : parameters.transitions[v]!;
    const drawn = drawStratified(p < 0 ? everyRow : groups[p]!, k, (a, c) => w[a * k + c]!, random);
    groups.push(groupRows(drawn, k));
    return drawn;
  });
  const places = columnPlaces(shape);
  const spare: (Int32Array | undefined)[] = [];
  const tokens = books.map((book, j) => {
    const { latent, offset } = places[j]!;
    const table = parameters.emissions[latent]!;
    const rare = rareToken(book);
    const weight = (s: number, t: number) => table[(offset + t) * k + s]!;
    if (rare >= 0 && book.size > 1)
      spare[j] = drawStratified(
        groups[latent]!,
        book.size,
        (s, t) => (t === rare ? 0 : weight(s, t)),
        random,
      );
    return drawStratified(groups[latent]!, book.size, weight, random);
  });
  return { tokens, states, spare: books.map((_, j) => spare[j]) };
}

/** Values of drawn tokens; within a bin by its stored quantiles, inside what the evidence allows. */
export function decodeTokens(
  books: readonly Codebook[],
  tokens: TokenColumns,
  evidence: Evidence,
  random: Random,
): Column[] {
  return books.map((book, j) => decodeColumn(book, tokens[j]!, evidence[j], random));
}

function decodeColumn(
  book: Codebook,
  drawn: Int32Array,
  evidence: ColumnEvidence | undefined,
  random: Random,
): Column {
  const name = book.column.name;
  if (book.kind === "category") {
    const codes = drawn.map((t) => (t === book.missing ? -1 : t));
    return { kind: "string", name, codes, dictionary: book.column.categories };
  }
  const { tokens, missing } = book;
  const values = new Float64Array(drawn.length);
  const parts = evidence?.parts;
  const { first, members } = groupRows(drawn, book.size);
  for (let t = 0; t < book.size; t++) {
    const rows = members.subarray(first[t]!, first[t + 1]!);
    if (t === missing) for (const i of rows) values[i] = Number.NaN;
    else if (tokens.atom[t]) for (const i of rows) values[i] = tokens.lo[tokens.first[t]!]!;
    else {
      // one value from each of as many equal parts of the token as it has rows
      random.shuffle(rows);
      rows.forEach((i, at) => {
        const u = (at + random.uniform()) / rows.length;
        values[i] = decodeNumber(tokens, t, parts ? withinParts(parts, t, u) : u);
      });
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
