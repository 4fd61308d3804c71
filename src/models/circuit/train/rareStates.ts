import type { CircuitParameters, CircuitShape } from "../circuitModel.ts";
import { columnPlaces, tableRows } from "../circuitModel.ts";
import { atomsOf, tokenShares } from "../tokens/codebook.ts";
import { maximizeTable } from "./maximize.ts";
import { type Smoothing, type TablePrior, tablePriors } from "./prior.ts";
import type { RareClass } from "./rareClasses.ts";
import type { TrainingTokens } from "./trainingTokens.ts";

interface Circuit {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
}

/** Pseudo-rows of a class's own normal: fewer than a state of many rows gets, since they must not outweigh the class. */
const normalRows = 8;
/** What other categories keep in a state of one category. */
const impurity = 1e-6;

/**
 * The circuit with one more state for each class, in every latent: P = (1 − Σ share) P_circuit + Σ share Π_j E_j over the columns that
 * the class is told by; the others follow the circuit's own distribution. The circuit was fitted to the rows of no class.
 */
export function withRareStates<Fit extends Circuit>(
  fit: Fit,
  training: TrainingTokens,
  classes: readonly RareClass[],
  smoothing: Smoothing,
): Fit {
  if (classes.length === 0) return fit;
  const { shape, parameters } = fit;
  const rows = training.tokens[0]!.length;
  const [before, states] = [shape.states, shape.states + classes.length];
  const shares = training.tokens.map((t, j) => tokenShares(t, shape.sizes[j]!));
  const atoms = training.books.map(atomsOf);
  const priors = tablePriors(
    shape,
    { shares, atoms, repeats: training.repeats },
    {
      ...smoothing,
      normal: Math.min(normalRows, smoothing.normal),
    },
  );
  const needed = classes.map((one) => neededLatents(shape, one));
  const masses = latentMasses(shape, parameters);
  const weights = classes.map((one) => one.rows.length / rows);
  const rest = 1 - weights.reduce((a, b) => a + b, 0);
  const root = new Float32Array(states);
  parameters.root.forEach((p, k) => {
    root[k] = rest * p;
  });
  weights.forEach((weight, r) => {
    root[before + r] = weight;
  });
  const transitions = parameters.transitions.map((table, v) => {
    if (v === 0) return new Float32Array();
    const wide = new Float32Array(states * states);
    for (let p = 0; p < before; p++) wide.set(table.subarray(p * before, (p + 1) * before), p * states);
    for (const r of classes.keys()) {
      const at = (before + r) * states;
      if (needed[r]![v] === 1) wide[at + before + r] = 1;
      else wide.set(masses[v]!, at);
    }
    return wide;
  });
  const tables = tableRows(shape);
  const places = columnPlaces(shape);
  const emissions = parameters.emissions.map((table, v) => {
    const own = classes.map((one) => emissionOf(one, { shape, training, places, prior: priors[v]!, v }));
    const wide = new Float32Array(tables[v]! * states);
    for (let t = 0; t < tables[v]!; t++) {
      wide.set(table.subarray(t * before, (t + 1) * before), t * states);
      for (const r of classes.keys()) wide[t * states + before + r] = own[r]![t]!;
    }
    return wide;
  });
  return { ...fit, shape: { ...shape, states }, parameters: { root, transitions, emissions } };
}

/** 1 for latents that host a column the class is told by, and for those on the way to one. */
function neededLatents(shape: CircuitShape, { column, tied }: RareClass): Uint8Array {
  const needed = Uint8Array.from(shape.hosted, (columns) =>
    columns.some((j) => j === column || tied[j] === 1) ? 1 : 0,
  );
  for (let v = needed.length - 1; v > 0; v--) if (needed[v] === 1) needed[shape.parent[v]!] = 1;
  return needed;
}

/** How the states of each latent are distributed over all rows. */
function latentMasses(shape: CircuitShape, { root, transitions }: CircuitParameters): Float32Array[] {
  const k = shape.states;
  const masses: Float32Array[] = [root];
  for (let v = 1; v < shape.parent.length; v++) {
    const above = masses[shape.parent[v]!]!;
    const own = new Float32Array(k);
    for (let p = 0; p < k; p++)
      for (let c = 0; c < k; c++) own[c]! += above[p]! * transitions[v]![p * k + c]!;
    const total = own.reduce((a, b) => a + b, 0);
    masses[v] = own.map((mass) => mass / total);
  }
  return masses;
}

/** The class's distribution of the tokens that a latent hosts: its rows', smoothed, or all rows' where the class differs in nothing. */
function emissionOf(
  { column, token, rows, tied }: RareClass,
  {
    shape,
    training,
    places,
    prior,
    v,
  }: {
    readonly shape: CircuitShape;
    readonly training: TrainingTokens;
    readonly places: ReturnType<typeof columnPlaces>;
    readonly prior: TablePrior;
    readonly v: number;
  },
): Float32Array {
  const total = training.tokens[0]!.length;
  const stat = new Float32Array(prior.share.length);
  for (const j of shape.hosted[v]!)
    for (const i of rows) {
      const t = training.tokens[j]![i]!;
      if (t >= 0) stat[places[j]!.offset + t]! += 1 / total;
    }
  const out = maximizeTable({ stat, mass: Float64Array.of(rows.length / total), rows: total }, prior);
  for (const j of shape.hosted[v]!) {
    const { offset } = places[j]!;
    const block = out.subarray(offset, offset + shape.sizes[j]!);
    if (j === column) {
      block.set(prior.share.subarray(offset, offset + shape.sizes[j]!).map((share) => impurity * share));
      block[token]! += 1 - impurity;
    } else if (tied[j] === 0) block.set(prior.share.subarray(offset, offset + shape.sizes[j]!));
    const sum = block.reduce((a, b) => a + b, 0);
    block.forEach((p, t) => {
      block[t] = p / sum;
    });
  }
  return out;
}
