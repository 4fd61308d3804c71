import { basename } from "node:path";
import type { Stage } from "../protocol/run.ts";
import type { QueuedRun } from "./runQueue.ts";
import { lossLines } from "./sparkline.ts";
import { durationText, etaText } from "./timeText.ts";
import type { Translate } from "./translate.ts";

export function stageTitle(stage: Stage, t: Translate): string {
  switch (stage) {
    case "validate":
      return t("Validate");
    case "preprocess":
      return t("Preprocess");
    case "train":
      return t("Train");
    case "sample":
      return t("Sample");
    case "assess":
      return t("Assess");
    case "report":
      return t("Report");
  }
}

/** `Train 42 % · 3 min left`, or how it ended. */
export function progressText({ status, reason, live }: QueuedRun, t: Translate): string {
  switch (status) {
    case "queued":
      return t("waiting");
    case "cancelling":
      return t("cancelling");
    case "succeeded":
      return live.end?.type === "done" && live.end.gatesFailed.length > 0
        ? t("done, {0} gates failed", live.end.gatesFailed.length)
        : t("done");
    case "failed":
      return reason === "lost" ? t("cut off · can resume") : t("failed");
    case "cancelled":
      return t("cancelled");
    case "running": {
      if (live.stage === null) return t("starting");
      const percent = live.fraction === null ? "" : ` ${Math.floor(live.fraction * 100)} %`;
      const eta = live.etaMs === null ? "" : ` · ${etaText(live.etaMs, t)}`;
      return `${stageTitle(live.stage, t)}${percent}${eta}`;
    }
  }
}

/** Text of the status bar item for the runs that are active; icons in `$(…)`. */
export function statusBarText(active: readonly QueuedRun[], t: Translate): string {
  const first = active.find((run) => run.status !== "queued") ?? active[0];
  if (first === undefined) return "";
  const name = plain(basename(first.job.config).replace(/\.synth\.json$/i, ""));
  const more = active.length > 1 ? ` (+${active.length - 1})` : "";
  return `$(sync~spin) ${name}: ${progressText(first, t)}${more}`;
}

/** The losses of a run and the time its finished stages took, for a tooltip in fixed-width type. */
export function tooltipLines({ live, status }: QueuedRun, t: Translate): string[] {
  const stages = live.stages.map(
    ({ stage, ms }) => `✓ ${stageTitle(stage, t).padEnd(12)} ${durationText(ms, t)}`,
  );
  return status === "queued" ? [] : [...stages, ...lossLines(live.losses)];
}

/** A file name is text, not an icon: `$(` would be read as one. */
function plain(text: string): string {
  return text.replaceAll("$(", "$\u200b(");
}
