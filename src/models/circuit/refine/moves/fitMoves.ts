import type { Tree } from "../../../../learners/tree.ts";
import { makeBreathe } from "../../../../numerics/breathe.ts";
import type { Random } from "../../../../numerics/random.ts";
import type { FitContext } from "../../../synthesizer.ts";
import type { CircuitParameters, CircuitShape } from "../../circuitModel.ts";
import { tokenShares } from "../../tokens/codebook.ts";
import type { TrainingTokens } from "../../train/trainingTokens.ts";
import { boostTrees, laterProof, strongProof } from "../boostTrees.ts";
import type { DensityRatio } from "../densityRatio.ts";
import { balancedRatio } from "../fitSelection.ts";
import { leafMasks, maxMaskedLeaves } from "../leafMasks.ts";
import { fitPairs } from "../pairFeatures.ts";
import { ratioFeatures } from "../ratioFeatures.ts";
import { drawHeld, shownRows } from "../shownRows.ts";
import { fitSums } from "../sumFeatures.ts";
import { putChains } from "./chains.ts";
import { Movers } from "./movers.ts";
import type { MoveSchedule } from "./moveSchedule.ts";
import { freshChains, selectedChains } from "./startChains.ts";

/** Rounds at most. */
export const maxRounds = 6;
/** Training rows shown to the classifier, at most. */
const maxRows = 100_000;
/** Below this many rows twice as many are moved, for a steadier comparison, and rounds learn as from few. */
const fewRows = 10_000;
const maxTrees = 120;
/**
 * How rounds learn: fewer and larger steps from few rows, whose refined rows would otherwise lie nearer to training rows; larger ones
 * where tokens were split, since there a round has more to learn than 120 small steps teach.
 */
const learning = {
  few: { patience: 12, learningRate: 0.3, later: strongProof },
  many: { patience: 15, learningRate: 0.15, later: laterProof },
  split: { patience: 15, learningRate: 0.3, later: laterProof },
} as const;
const rowsPerLeafAllowed = 400;
/** Smaller leaves remember rows: refined rows of small tables then lie nearer to training rows. */
const minRowsPerLeaf = 80;

export interface MoveFit {
  readonly random: Random;
  readonly context: FitContext;
  /** Called with the part of all rounds that is done, and the round. */
  report(done: number, round: number): void;
}

/**
 * Fits the rounds of a refinement by moves: each fits what still tells the rows moved so far from training rows, then moves the same
 * rows by all that is known. One fifth of both judges throughout, and never trains. Undefined when the first round brings nothing.
 */
export async function fitMoves(
  circuit: { readonly shape: CircuitShape; readonly parameters: CircuitParameters },
  training: TrainingTokens,
  { random, context, report }: MoveFit,
): Promise<MoveSchedule | undefined> {
  const { books, repeats } = training;
  const { tokens: real, units } = shownRows(training, maxRows, random);
  const rows = real[0]!.length;
  const whole = { ...circuit, books };
  const chains = freshChains(whole, rows < fewRows ? 2 * rows : rows, random.fork("start"));
  const pairs = fitPairs(books, real, chains.tokens);
  const sums = fitSums(books, training.written, real);
  const features = ratioFeatures(books, { pairs, sums });
  const held = random.fork("held");
  const shown = {
    real: { tokens: real, held: drawHeld(rows, held, units) },
    drawn: { tokens: chains.tokens, held: drawHeld(chains.rows, held) },
  };
  const { patience, learningRate, later } =
    learning[rows < fewRows ? "few" : training.isSplit ? "split" : "many"];
  const options = {
    maxTrees,
    patience,
    learningRate,
    minRowsPerLeaf,
    repeats,
    maxLeaves: Math.min(maxMaskedLeaves, Math.max(4, Math.round((2 * rows) / rowsPerLeafAllowed))),
  };
  const movers = new Movers({
    setup: { ...circuit, features },
    rows: chains.rows,
    signal: context.signal,
  });
  const rounds: Tree[][] = [];
  let start: DensityRatio | undefined;
  try {
    for (let round = 0; round < maxRounds; round++) {
      const breathe = makeBreathe(context.signal, (share) =>
        report((round + 0.5 * share) / maxRounds, round),
      );
      const proof = round === 0 ? strongProof : later;
      const trees = await boostTrees(features, shown, { ...options, proof }, breathe);
      if (trees.length === 0) break;
      rounds.push(trees);
      if (round === maxRounds - 1) break;
      if (round === 0) {
        start = balancedRatio(circuit, training, { trees, pairs, sums }, random.fork("select"));
        putChains(chains, selectedChains(whole, start, chains.rows, random.fork("selected")), 0);
        continue;
      }
      movers.setTrees(
        leafMasks(
          rounds.flat(),
          features.map((f) => f.binner.bins),
        ),
      );
      const count = rounds.reduce((n, r) => n + r.length, 0);
      await movers.move(chains, [count], random.fork(`round ${round}`), (share) =>
        report((round + 0.5 + 0.5 * share) / maxRounds, round),
      );
    }
  } finally {
    await movers.dispose();
  }
  if (rounds.length === 0) return undefined;
  const shares = training.tokens.map((t, j) => tokenShares(t, books[j]!.size));
  return { pairs, sums, rounds, shares, start };
}
