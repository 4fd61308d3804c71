import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { verdictScore } from "../metrics/formatScore.ts";
import type { ReportJson } from "../protocol/report.ts";
import { isCutOff, type RunState } from "../runFolder/runState.ts";
import { lastMoment, type PastRun, reportOf } from "./pastRun.ts";
import { agoText } from "./timeText.ts";
import type { Translate } from "./translate.ts";

/** 0 to 1; null where not measured. */
export interface RunScores {
  readonly fidelity: number | null;
  readonly utility: number | null;
  readonly privacy: number | null;
}

/** The scores of a run's report; null where there is none. */
export async function readScores(run: PastRun): Promise<RunScores | null> {
  const path = reportOf(run);
  if (path === undefined) return null;
  try {
    const { verdict } = JSON.parse(await readFile(path, "utf8")) as ReportJson;
    const { fidelity, utility, privacy } = verdict;
    return { fidelity: fidelity.score, utility: utility.score, privacy: privacy.score };
  } catch {
    return null;
  }
}

/** `98/98/90`: fidelity, utility, privacy in percent. */
export function scoresText({ fidelity, utility, privacy }: RunScores): string {
  return [fidelity, utility, privacy].map((score) => verdictScore(score)).join("/");
}

/** `telco · circuit · 22 min ago`, the person's own name first where the run has one. */
export function runLabel(run: PastRun, now: number, t: Translate): string {
  const name = basename(run.state.config).replace(/\.synth\.json$/i, "");
  const own = run.mark.name === "" ? [] : [run.mark.name];
  return [...own, name, run.state.model, agoText(lastMoment(run), now, t)].join(" · ");
}

/** How a run on disk stands, in words. */
export function runStatusText(state: RunState, t: Translate): string {
  if (isCutOff(state)) return t("cut off · can resume");
  switch (state.status) {
    case "running":
    case "cancelling":
      return t("running elsewhere");
    case "succeeded":
      return state.gatesFailed.length > 0 ? t("gate failed") : t("done");
    case "failed":
      return t("failed");
    case "cancelled":
      return t("cancelled");
  }
}
