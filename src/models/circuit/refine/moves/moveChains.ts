import { Random } from "../../../../numerics/random.ts";
import type { CircuitParameters, CircuitShape } from "../../circuitModel.ts";
import { type CircuitInference, plainInference } from "../../query/inference.ts";
import { nativeInference } from "../../query/nativeInference.ts";
import type { LeafMasks } from "../leafMasks.ts";
import { binByRow, type RatioFeature } from "../ratioFeatures.ts";
import type { Chains } from "./chains.ts";
import { type MoveTables, moveTables } from "./moveTables.ts";
import { redrawStates } from "./redrawStates.ts";
import { type MoveScorer, moveScorer, RowScores } from "./scoreMoves.ts";
import { sweep } from "./sweep.ts";

const sweepsPerRound = 2;

/** What moves are made with; plain data, so that it can be sent to a thread. */
export interface MoveSetup {
  readonly shape: CircuitShape;
  readonly parameters: CircuitParameters;
  readonly features: readonly RatioFeature[];
}

/** Some rows to be moved. */
export interface MoveTask {
  readonly chains: Chains;
  /** How many trees count in each round to go through. */
  readonly counts: readonly number[];
  readonly seed: number;
  readonly stream: number;
}

/** Moves rows on this thread. */
export class ChainMover {
  readonly #setup: MoveSetup;
  readonly #tables: MoveTables;
  #inference: Promise<CircuitInference> | undefined;
  #scorer: MoveScorer | undefined;

  constructor(setup: MoveSetup) {
    this.#setup = setup;
    this.#tables = moveTables(setup.shape, setup.parameters);
  }

  /** Sets the trees that rows are moved by from now on. */
  setTrees(masks: LeafMasks): void {
    this.#scorer = moveScorer(this.#setup.features, masks, this.#setup.shape.sizes.length);
  }

  /** Moves rows in place through the rounds: in each, an exact redraw of the states and two sweeps over the columns. */
  async move({ chains, counts, seed, stream }: MoveTask): Promise<Chains> {
    const { shape, parameters, features } = this.#setup;
    const scorer = this.#scorer;
    if (scorer === undefined) throw new Error("no trees to move rows by");
    // one thread: the same bytes however many strips are moved at once
    this.#inference ??= nativeInference(shape, parameters, 1).catch(() => plainInference(shape, parameters));
    const inference = await this.#inference;
    const random = new Random(seed, stream);
    const bins = new Uint8Array(chains.rows * features.length);
    const scores = new RowScores(
      scorer,
      chains.tokens,
      binByRow(features, chains.tokens, { from: 0, to: chains.rows }, bins),
    );
    for (const [round, trees] of counts.entries()) {
      scores.setTrees(trees);
      const part = random.fork(`round ${round}`);
      await redrawStates(this.#tables, chains, inference, part);
      for (let pass = 0; pass < sweepsPerRound; pass++) sweep(this.#tables, chains, scores, part);
    }
    return chains;
  }

  async dispose(): Promise<void> {
    await (await this.#inference)?.dispose();
    this.#inference = undefined;
  }
}
