import type { Diagnostic } from "../protocol/run.ts";
import { type CriterionResult, type Evidence, judgePhase } from "./exitCriteria.ts";
import { type MoscowEffort, moscowEffort } from "./moscow.ts";
import { orderFeatures } from "./order.ts";
import { ranksOf, riceOf } from "./rice.ts";
import type { Feature, Product } from "./schema.ts";

/** One feature as boards show it. */
export interface BoardFeature {
  readonly id: string;
  readonly title: string;
  readonly moscow: Feature["moscow"] | null;
  readonly phase: string | null;
  readonly status: Feature["status"];
  /** RICE score; null where a part is missing. */
  readonly score: number | null;
  /** Parts of RICE that are missing. */
  readonly missing: readonly string[];
  /** From 1 within all features with a score; scores within a factor of 1.25 share a rank. */
  readonly rank: number | null;
  /** Person-months. */
  readonly effort: number | null;
  /** Feature that needs this one and brought it forward. */
  readonly neededBy: string | null;
}

/** One phase with its progress and exit criteria. */
export interface BoardPhase {
  readonly id: string;
  readonly title: string;
  readonly due: string | null;
  readonly done: number;
  readonly features: number;
  readonly moscow: MoscowEffort;
  readonly exit: readonly CriterionResult[];
}

/** Everything that terminal, Markdown and pages draw; computed, never stored. */
export interface Board {
  readonly product: string;
  readonly reach: Product["reach"] | null;
  /** In the order of work. */
  readonly features: readonly BoardFeature[];
  readonly phases: readonly BoardPhase[];
  /** Personas without evidence are assumed. */
  readonly personas: readonly { readonly id: string; readonly name: string; readonly assumed: boolean }[];
  readonly findings: readonly Diagnostic[];
}

/** Computes the board of a product: order of work, scores, ranks, phases with their criteria. */
export async function makeBoard(
  product: Product,
  findings: readonly Diagnostic[],
  evidence: Evidence,
): Promise<Board> {
  const ordered = orderFeatures(product.features.filter(({ status }) => status !== "dropped"));
  const rice = ordered.map(({ feature }) => riceOf(feature));
  const ranks = ranksOf(rice.map(({ score }) => score));
  const phases: BoardPhase[] = [];
  for (const phase of product.phases) {
    const features = product.features.filter((f) => f.phase === phase.id && f.status !== "dropped");
    phases.push({
      id: phase.id,
      title: phase.title ?? phase.id,
      due: phase.due ?? null,
      done: features.filter(({ status }) => status === "done").length,
      features: features.length,
      moscow: moscowEffort(features),
      exit: await judgePhase(product, phase, evidence),
    });
  }
  return {
    product: product.product,
    reach: product.reach ?? null,
    features: ordered.map(({ feature, neededBy }, i) => ({
      id: feature.id,
      title: feature.title,
      moscow: feature.moscow ?? null,
      phase: feature.phase ?? null,
      status: feature.status,
      score: rice[i]!.score,
      missing: rice[i]!.missing ?? [],
      rank: ranks[i]!,
      effort: feature.rice?.effort ?? null,
      neededBy,
    })),
    phases,
    personas: product.personas.map(({ id, name, evidence }) => ({
      id,
      name,
      assumed: evidence.length === 0,
    })),
    findings,
  };
}
