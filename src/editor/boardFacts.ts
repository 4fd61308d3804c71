import { dirname, resolve } from "node:path";
import { type Evidence, judgePhase } from "../product/exitCriteria.ts";
import type { Rating } from "../product/feedback/rating.ts";
import { ratingOf } from "../product/feedback/tableFeedback.ts";
import { type Forecast, forecast, missingForForecast } from "../product/forecast.ts";
import { isLeft } from "../product/moscow.ts";
import type { BoardFacts, DataState, FeedbackState } from "../product/page/boardMessages.ts";
import { pastWeeks } from "../product/pastWeeks.ts";
import type { Product } from "../product/schema.ts";
import { configState } from "../runs/configState.ts";
import { newestGate } from "../runs/newestGate.ts";
import { runsOf } from "../runs/pastRun.ts";
import { fileFingerprint } from "../table/fingerprint.ts";
import { readPlainText } from "../table/readPlainText.ts";

/** Where facts are looked for. */
export interface FactsContext {
  /** Absolute path of the product file; null where nothing outside the text may be read. */
  readonly path: string | null;
  /** Whether a file may be looked at. */
  readonly mayLook: (file: string) => boolean;
  /** Such as 2026-12-31. */
  readonly today: string;
  /** Feedback tables as they were read; null where they are not. */
  readonly feedback: readonly FeedbackState[] | null;
}

/** Computes what stands outside the text of a product: exit criteria, forecasts, states of data sets. */
export async function boardFacts(product: Product, context: FactsContext): Promise<BoardFacts> {
  const { path, today, mayLook, feedback } = context;
  const allowed = (name: string): boolean => path !== null && mayLook(resolve(dirname(path), name));
  const gates = path === null ? undefined : newestGate(path);
  const evidence: Evidence = {
    readGate: async (config, criterion) =>
      gates !== undefined && allowed(config) ? gates(config, criterion) : "not read here",
    readRating: async ({ id }) => ratingState(feedback?.find((table) => table.id === id)),
  };
  const exit: Record<string, BoardFacts["exit"][string]> = {};
  for (const phase of product.phases) exit[phase.id] = await judgePhase(product, phase, evidence);
  const data: Record<string, DataState> = {};
  for (const { id, config } of product.data)
    if (path !== null && allowed(config)) data[id] = await dataState(resolve(dirname(path), config), mayLook);
  return { trusted: path !== null, exit, forecast: forecasts(product, today), data, feedback };
}

function ratingState(table: FeedbackState | undefined): Rating | string {
  return table === undefined ? "not read yet" : ratingOf(table);
}

function forecasts(product: Product, today: string): Record<string, Forecast | string> {
  const weeks = pastWeeks(product.features, today);
  const missing = missingForForecast(weeks);
  return Object.fromEntries(
    product.phases.map(({ id }) => {
      const left = product.features.filter((feature) => feature.phase === id && isLeft(feature));
      return [id, missing ?? forecast(left.length, weeks)] as const;
    }),
  );
}

async function dataState(config: string, mayLook: (file: string) => boolean): Promise<DataState> {
  const text = await readPlainText(config).catch(() => undefined);
  if (text === undefined) return { kind: "noConfig", ran: null };
  const runs = await runsOf(config);
  const { kind } = await configState({ path: config, text }, runs, fileFingerprint, mayLook);
  return { kind, ran: runs[0]?.state.started ?? null };
}
