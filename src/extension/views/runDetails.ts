import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { verdictScore } from "../../metrics/formatScore.ts";
import { readLosses } from "../../pipeline/runFiles/runLog.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { Stage } from "../../protocol/run.ts";
import type { LiveRun } from "../../runs/liveRun.ts";
import { type PastRun, reportOf } from "../../runs/pastRun.ts";
import { scoreTrends, trendText } from "../../runs/scoreTrend.ts";
import { sparkline } from "../../runs/sparkline.ts";
import { stageTitle } from "../../runs/statusText.ts";
import { durationText } from "../../runs/timeText.ts";
import type { Translate } from "../../runs/translate.ts";

/** A line under a run: what it is called, what it says, the file it opens. */
export interface RunDetail {
  readonly icon: string;
  readonly label: string;
  readonly description: string;
  readonly open?: string;
  /** For screen readers, when the label is a drawing. */
  readonly spoken?: string;
}

/** Of a run that works: stages so far and the losses. */
export function liveDetails(live: LiveRun, t: Translate): RunDetail[] {
  const stages = live.stages.map(
    ({ stage, ms, detail }): RunDetail => ({
      icon: "check",
      label: stageTitle(stage, t),
      description: `${durationText(ms, t)} · ${detail}`,
    }),
  );
  return [...stages, ...losses(live.losses)];
}

/** Of a run on disk: scores, losses, timings, files; `shown` names a path the way the workspace does. */
export async function pastDetails(
  run: PastRun,
  t: Translate,
  shown: (path: string) => string,
): Promise<RunDetail[]> {
  const { path } = run.folder;
  const timings = await readJson<Partial<Record<Stage, number>>>(join(path, "timings.json"));
  const total = Object.values(timings ?? {}).reduce((sum, ms) => sum + ms, 0);
  const parts = Object.entries(timings ?? {}).map(
    ([stage, ms]) => `${stageTitle(stage as Stage, t)} ${durationText(ms, t)}`,
  );
  const file = (icon: string, label: string, name: string): RunDetail[] =>
    existsSync(name)
      ? [
          {
            icon,
            label,
            description: name === join(path, basename(name)) ? basename(name) : shown(name),
            open: name,
          },
        ]
      : [];
  return [
    ...(run.mark.note === "" ? [] : [{ icon: "note", label: t("Note"), description: run.mark.note }]),
    ...(run.state.error === null
      ? []
      : [{ icon: "error", label: t("Failed"), description: run.state.error }]),
    ...run.state.gatesFailed.map((gate) => ({ icon: "warning", label: t("Gate"), description: gate })),
    ...(await scores(run, t)),
    ...losses(readLosses(path)),
    ...(parts.length === 0
      ? []
      : [{ icon: "watch", label: durationText(total, t), description: parts.join(", ") }]),
    ...(run.state.output === null ? [] : file("table", t("Data"), run.state.output)),
    ...file("graph", t("Report"), join(path, "report.json")),
    ...file("file-zip", t("Model"), join(path, "model.synthmodel")),
    ...file("json", t("Config as run"), join(path, "config.synth.json")),
    ...file("list-ordered", t("Events"), join(path, "events.jsonl")),
  ];
}

/** How the scores of a config went over its runs; `runs` newest first. */
export async function trendDetails(runs: readonly PastRun[], t: Translate): Promise<RunDetail[]> {
  const names = { fidelity: t("Fidelity"), utility: t("Utility"), privacy: t("Privacy") };
  return (await scoreTrends(runs)).map((trend) => ({
    icon: "graph-line",
    label: trendText(trend),
    description: t("{0} over {1} runs", names[trend.score], trend.values.length),
    spoken: `${names[trend.score]}: ${trend.values.map((value) => verdictScore(value)).join(", ")}`,
  }));
}

async function scores(run: PastRun, t: Translate): Promise<RunDetail[]> {
  const path = reportOf(run);
  const report = path === undefined ? undefined : await readJson<ReportJson>(path);
  if (report === undefined) return [];
  const { fidelity, utility, privacy } = report.verdict;
  const entries = [
    [t("Fidelity"), fidelity],
    [t("Utility"), utility],
    [t("Privacy"), privacy],
  ] as const;
  return entries
    .filter(([, { score }]) => score !== null)
    .map(([label, { score, sentence }]) => ({
      icon: "dashboard",
      label: `${label} ${verdictScore(score)} %`,
      description: sentence,
    }));
}

/** The curve as the name: a side bar has room for little more. */
function losses(byName: Readonly<Record<string, readonly number[]>>): RunDetail[] {
  return Object.entries(byName)
    .filter(([, values]) => values.some(Number.isFinite))
    .map(([name, values]) => {
      const description = `${name} ${Number((values.findLast(Number.isFinite) ?? 0).toPrecision(4))}`;
      return { icon: "graph-line", label: sparkline(values, 16), description, spoken: description };
    });
}

async function readJson<T>(path: string): Promise<T | undefined> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    return undefined;
  }
}
