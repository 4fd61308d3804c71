import type { CircuitShape } from "../circuitModel.ts";
import { normalSpan } from "../tokens/normalScore.ts";

/** What smooths the emission table of one latent; one entry per row of the table. All strengths are in rows of data. */
export interface TablePrior {
  /** Marginal share of the token in its column. */
  readonly share: Float32Array;
  /** Pseudo-rows of the token's column, spread as `share`. */
  readonly flat: Float32Array;
  /** Pseudo-rows of the normal shape; 0 for tokens of categorical columns. */
  readonly strength: Float32Array;
  /** Which ordered column of the latent (0 … groups − 1) the token belongs to; −1 = a category, a spike or missing. */
  readonly group: Int32Array;
  readonly groups: number;
  /** Normal score of the token's middle rank among the ordered tokens of its column. */
  readonly score: Float32Array;
  /** Variance of the normal score inside the token. */
  readonly spread: Float32Array;
  /** Logarithm of the token's share over the standard normal density at its score: what a normal density turns into a share. */
  readonly logWeight: Float32Array;
}

export interface Smoothing {
  /** Pseudo-rows per column and state, spread as the column's marginal. */
  readonly emission: number;
  /** Pseudo-rows per state for every category beyond two, spread as the column's marginal. */
  readonly perCategory: number;
  /** Pseudo-rows per parent state, spread as the child's marginal. */
  readonly transition: number;
  /** Pseudo-rows per numeric column and state, spread as the normal fitted to that state. */
  readonly normal: number;
}

/** Floor of every message, far below any probability that matters and above the smallest float32. */
export const tiny = 1e-30;
/** Pseudo-rows, and the variance they carry, that keep the normal of a nearly empty state wide. */
export const varianceRows = 1;
export const varianceOfRows = 0.25;
export const varianceFloor = 4e-4;

const categoriesPerRow = 20;
/** A single value as heavy as this is a spike: it does not take part in the normal shape. */
const spikeShare = 0.05;

/** What is known of each column before it is fitted. */
export interface ColumnFacts {
  /** Marginal share of each token. */
  readonly shares: readonly Float64Array[];
  /** 1 per ordered token that is one value, empty if categorical. */
  readonly atoms: readonly Uint8Array[];
  /** How often the rows say the same thing: pseudo-rows repeat themselves as often. */
  readonly repeats: Float64Array;
}

export function tablePriors(
  shape: CircuitShape,
  { shares, atoms, repeats }: ColumnFacts,
  smoothing: Smoothing,
): TablePrior[] {
  return shape.hosted.map((columns) => {
    const rows = columns.reduce((n, j) => n + shape.sizes[j]!, 0);
    const prior = {
      share: new Float32Array(rows),
      flat: new Float32Array(rows),
      strength: new Float32Array(rows),
      group: new Int32Array(rows).fill(-1),
      groups: 0,
      score: new Float32Array(rows),
      spread: new Float32Array(rows),
      logWeight: new Float32Array(rows).fill(-1e4),
    };
    let at = 0;
    for (const j of columns) {
      const size = shape.sizes[j]!;
      prior.share.set(shares[j]!, at);
      const flat = flatRows(smoothing, atoms[j]!.length === 0 ? size : 0);
      prior.flat.fill(repeats[j]! * flat, at, at + size);
      const ordered = orderedTokens(shares[j]!, atoms[j]!);
      if (ordered.length > 2 && smoothing.normal > 0) {
        prior.strength.fill(repeats[j]! * smoothing.normal, at, at + size);
        const total = ordered.reduce((sum, t) => sum + shares[j]![t]!, 0);
        let below = 0;
        for (const t of ordered) {
          const above = below + shares[j]![t]! / total;
          const span = normalSpan(below, above);
          prior.group[at + t] = prior.groups;
          prior.score[at + t] = span.mean;
          prior.spread[at + t] = span.variance;
          prior.logWeight[at + t] =
            prior.score[at + t]! ** 2 / 2 + Math.log(Math.max(prior.share[at + t]!, 1e-12));
          below = above;
        }
        prior.groups++;
      }
      at += size;
    }
    return prior;
  });
}

function orderedTokens(shares: Float64Array, atoms: Uint8Array): number[] {
  const out: number[] = [];
  atoms.forEach((atom, t) => {
    if (shares[t]! > 0 && !(atom && shares[t]! >= spikeShare)) out.push(t);
  });
  return out;
}

/** A state's own rows say little about each of very many categories: one more pseudo-row for every 20 of them. */
function flatRows({ emission, perCategory }: Smoothing, categories: number): number {
  const beyondTwo = Math.max(0, categories - 2);
  return emission + perCategory * beyondTwo + Math.max(0, categories / categoriesPerRow - 1);
}
