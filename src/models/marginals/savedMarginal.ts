import { z } from "zod";
import { cumulativeShares, finite, finites, must, share } from "../saved/savedJson.ts";
import { empiricalMarginal } from "./empirical.ts";
import type { Marginal } from "./marginal.ts";
import { parametricMarginal } from "./parametric.ts";

const positive = z.number().gt(0);

const empirical = z
  .strictObject({ kind: z.literal("empirical"), lows: finites, highs: finites, cumulative: cumulativeShares })
  .check(
    must(({ lows, highs, cumulative }) => {
      if (lows.length === 0 || highs.length !== lows.length || cumulative.length !== lows.length + 1)
        return "lists of different lengths";
      const isOrdered = lows.every((x, b) => x <= highs[b]! && (b === 0 || x >= highs[b - 1]!));
      return isOrdered ? undefined : "bins that overlap";
    }),
  );

const parametric = z.discriminatedUnion("kind", [
  family("norm", { loc: finite, scale: positive }),
  family("uniform", { loc: finite, scale: positive }),
  family("truncnorm", { loc: finite, scale: positive, a: finite, b: finite }),
  family("beta", { loc: finite, scale: positive, a: positive, b: positive }),
  family("gamma", { loc: finite, scale: positive, a: positive }),
  family("gaussianKde", {
    loc: finite,
    scale: positive,
    points: finites.refine((points) => points.length > 0),
    weights: z.array(share).readonly(),
  }),
]);

/** What `Marginal.save` writes. */
export const savedMarginalSchema = z.union([empirical, parametric]).check(
  must((saved) => {
    if (saved.kind === "truncnorm" && saved.parameters.a >= saved.parameters.b) return "bounds that cross";
    if (saved.kind !== "gaussianKde") return undefined;
    const { points, weights } = saved.parameters;
    return points.length === weights.length ? undefined : "lists of different lengths";
  }),
);

export function loadMarginal(saved: z.output<typeof savedMarginalSchema>): Marginal {
  if (saved.kind !== "empirical") return parametricMarginal(saved.kind, saved.parameters);
  const { lows, highs, cumulative } = saved;
  return empiricalMarginal(Float64Array.from(lows), Float64Array.from(highs), Float64Array.from(cumulative));
}

function family<Kind extends string, Shape extends z.ZodRawShape>(kind: Kind, parameters: Shape) {
  return z.strictObject({ kind: z.literal(kind), parameters: z.strictObject(parameters) });
}
