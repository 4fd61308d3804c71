import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { inEnglish, inLanguage, type Language, saySentence } from "../../language/language.ts";
import { verdictScore } from "../../metrics/formatScore.ts";
import { verdictSections } from "../../metrics/sections.ts";
import { readLosses } from "../../pipeline/runFiles/runLog.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { Stage } from "../../protocol/run.ts";
import type { LiveRun } from "../../runs/liveRun.ts";
import { type PastRun, reportOf } from "../../runs/pastRun.ts";
import { scoreTrends, trendText } from "../../runs/scoreTrend.ts";
import { sparkline } from "../../runs/sparkline.ts";
import { stageText } from "../../runs/stageText.ts";
import { stageTitle } from "../../runs/statusText.ts";
import { durationText } from "../../runs/timeText.ts";
import type { Translate } from "../../runs/translate.ts";

/** A line under a run: what it is called, what it says, the file it opens. */
export interface RunDetail {
  readonly icon: string;
  readonly label: string;
  readonly description: string;
  readonly open?: string;
  /** What its figure measures, for the tooltip. */
  readonly meaning?: string;
  /** For screen readers, when the label is a drawing. */
  readonly spoken?: string;
}

/** Of a run that works: stages so far and the losses. */
export function liveDetails(live: LiveRun, t: Translate, language: Language = inEnglish): RunDetail[] {
  const stages = live.stages.map(
    ({ stage, ms, detail }): RunDetail => ({
      icon: "check",
      label: stageTitle(stage, t),
      description: `${durationText(ms, t)} · ${stageText(detail, language)}`,
    }),
  );
  return [...stages, ...losses(live.losses)];
}

/** Of a run on disk: scores, losses, timings, files; `shown` names a path the way the workspace does. */
export async function pastDetails(
  run: PastRun,
  t: Translate,
  shown: (path: string) => string,
  language: Language = inEnglish,
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
    ...(await scores(run, t, language)),
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
  const meaning = await meanings(t);
  return (await scoreTrends(runs)).map((trend) => ({
    icon: "graph-line",
    label: trendText(trend),
    description: t("{0} over {1} runs", names[trend.score], trend.values.length),
    meaning: meaning(trend.score),
    spoken: `${names[trend.score]}: ${trend.values.map((value) => verdictScore(value)).join(", ")}`,
  }));
}

/** Says what a score of the verdict measures, in the sentence that the editor shows for gates. */
async function meanings(t: Translate): Promise<(score: (typeof verdictSections)[number]) => string> {
  const { metricSentence, metricTable } = await import("../../metrics/metricTable.ts");
  return (score) => t(metricSentence(metricTable[score])).replaceAll("`", "");
}

async function scores(run: PastRun, t: Translate, language: Language): Promise<RunDetail[]> {
  const path = reportOf(run);
  const report = path === undefined ? undefined : await readJson<ReportJson>(path);
  if (report === undefined) return [];
  const names = { fidelity: t("Fidelity"), utility: t("Utility"), privacy: t("Privacy") };
  const meaning = await meanings(t);
  return inLanguage(
    language,
    report.columns.map(({ name }) => name),
    () =>
      verdictSections
        .filter((section) => report.verdict[section].score !== null)
        .map((section) => ({
          icon: "dashboard",
          label: `${names[section]} ${verdictScore(report.verdict[section].score)} %`,
          description: saySentence(report.verdict[section].sentence),
          meaning: meaning(section),
        })),
  );
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
