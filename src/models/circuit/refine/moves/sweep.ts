import type { Random } from "../../../../numerics/random.ts";
import { firstAbove } from "../../../../numerics/search.ts";
import type { Chains } from "./chains.ts";
import type { MoveTables } from "./moveTables.ts";
import { accumulate, type Factors, multiplyRows } from "./products.ts";
import type { RowScores } from "./scoreMoves.ts";

/**
 * Moves every column of every row once (Metropolis within Gibbs). For column j of latent v, (z_v, x_j) is proposed from its exact
 * conditional under the circuit, w(k) = W_v[z_parent, k] · Π_children W_c[k, z_c] · Π_others E_i(x_i, k), then x_j ~ E_j(·, k), and
 * taken with probability min(1, r(new) / r(old)): p·r stays what it is (Hastings 1970).
 */
export function sweep(tables: MoveTables, chains: Chains, scores: RowScores, random: Random): void {
  const { shape } = tables;
  const proposal = new Proposal(tables, chains);
  for (const latent of random.permutation(shape.hosted.length))
    for (const column of shape.hosted[latent]!) {
      proposal.draw(latent, column, random);
      decide(proposal, { latent, column }, scores, random);
    }
}

/** Takes proposals or leaves them. */
function decide(
  proposal: Proposal,
  { latent, column }: { readonly latent: number; readonly column: number },
  scores: RowScores,
  random: Random,
): void {
  const { chains, newState, newToken, listed, count, taken } = proposal;
  const tokens = chains.tokens[column]!;
  const states = chains.states[latent]!;
  const differences = scores.propose(column, proposal);
  let c = 0;
  for (let i = 0; i < chains.rows; i++) {
    if (newToken[i] !== tokens[i]) {
      const d = differences[c]!;
      const isTaken = d >= 0 || random.uniform() < Math.exp(d);
      taken[c++] = isTaken ? 1 : 0;
      if (!isTaken) continue;
      tokens[i] = newToken[i]!;
    }
    states[i] = newState[i]!;
  }
  scores.settle(column, { listed, count, taken });
}

/** Proposed states and tokens of one column, and which of them are changes. */
class Proposal {
  readonly tables: MoveTables;
  readonly chains: Chains;
  readonly newState: Int32Array;
  readonly newToken: Int32Array;
  /** Rows whose token would change, `count` of them. */
  readonly listed: Int32Array;
  count = 0;
  /** 1 for each of those whose proposal is taken. */
  readonly taken: Uint8Array;
  readonly #weights: Float64Array;
  readonly #factors: Factors;

  constructor(tables: MoveTables, chains: Chains) {
    this.tables = tables;
    this.chains = chains;
    const { rows } = chains;
    this.newState = new Int32Array(rows);
    this.newToken = new Int32Array(rows);
    this.listed = new Int32Array(rows);
    this.taken = new Uint8Array(rows);
    this.#weights = new Float64Array(tables.shape.states);
    const most = tables.shape.hosted.map((hosted, v) => hosted.length + tables.children[v]!.length);
    this.#factors = { tables: [], starts: new Int32Array(Math.max(...most)) };
  }

  draw(latent: number, column: number, random: Random): void {
    const { chains, newState, newToken, listed } = this;
    const k = this.tables.shape.states;
    const size = this.tables.shape.sizes[column]!;
    const cumulative = this.tables.cumulative[column]!;
    const tokens = chains.tokens[column]!;
    const states = chains.states[latent]!;
    const weights = this.#weights;
    this.count = 0;
    for (let i = 0; i < chains.rows; i++) {
      const total = this.#weigh(latent, column, i);
      const [u, v] = [random.uniform(), random.uniform()];
      const state = total > 0 ? firstAbove(weights, u * total, 0, k) : states[i]!;
      const most = cumulative[state * size + size - 1]!;
      const token = total > 0 && most > 0 ? firstAbove(cumulative, v * most, state * size, size) : tokens[i]!;
      newState[i] = total > 0 && most > 0 ? state : states[i]!;
      newToken[i] = token;
      if (token !== tokens[i]) listed[this.count++] = i;
    }
  }

  /** Fills the cumulative weights of the latent's states for a row, the column left out; returns their sum. */
  #weigh(latent: number, column: number, row: number): number {
    const { root, transitions, transposed, emissions, children, places, shape } = this.tables;
    const { tokens, states } = this.chains;
    const k = shape.states;
    const { tables, starts } = this.#factors;
    const parent = shape.parent[latent]!;
    tables[0] = parent < 0 ? root : transitions[latent]!;
    starts[0] = parent < 0 ? 0 : states[parent]![row]! * k;
    let count = 1;
    for (const child of children[latent]!) {
      tables[count] = transposed[child]!;
      starts[count++] = states[child]![row]! * k;
    }
    const own = emissions[latent]!;
    for (const j of shape.hosted[latent]!)
      if (j !== column) {
        tables[count] = own;
        starts[count++] = (places[j]!.offset + tokens[j]![row]!) * k;
      }
    multiplyRows(this.#weights, this.#factors, count);
    return accumulate(this.#weights);
  }
}
