import { grouped } from "../language/counts.ts";
import { metricTable } from "../metrics/metricTable.ts";
import type { Measured } from "../protocol/metric.ts";
import type { Fidelity, Note, ReportJson } from "../protocol/report.ts";
import type { ColumnRole } from "../table/columnTypes.ts";
import type { Alignment } from "./compared/align.ts";
import type { TargetChoice } from "./compared/target.ts";
import { assessFidelity } from "./fidelity/assessFidelity.ts";
import { jointShares } from "./fidelity/jointShares.ts";
import type { QualityInput } from "./input.ts";
import { measures } from "./measures.ts";
import { assessPrivacy } from "./privacy/assessPrivacy.ts";
import type { ReportInput } from "./reportInput.ts";
import type { Section } from "./sharing/reportSettings.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { SectionThreads, usualThreads } from "./threads/sectionThreads.ts";
import type { ThreadSection } from "./threads/threadSections.ts";

/** Tables made comparable, and what is predicted. */
export interface ComparedTables {
  readonly aligned: Alignment;
  readonly columns: ReportJson["columns"];
  readonly choice: TargetChoice;
}

export type Sections = Pick<ReportJson, "fidelity" | "utility" | "privacy" | "measures"> & {
  readonly notes: Note[];
};

type WithProgress = (progress: (fraction: number) => void) => QualityInput;

/** Measures the sections asked for; the others are null. */
export async function measureSections(
  input: ReportInput,
  compared: ComparedTables,
  stopwatch: Stopwatch,
): Promise<Sections> {
  const { aligned } = compared;
  const asked = new Set<string>(input.sections ?? ["fidelity", "utility", "privacy"]);
  const comparable = aligned.columns.length > 0 && aligned.real.rows > 0 && aligned.synthetic.rows > 0;
  const quality = qualityInput(input, compared, stopwatch.hooks.signal);
  const threads = new SectionThreads(stopwatch.hooks.threads ?? usualThreads(quality(() => undefined)));
  try {
    const wants = (section: Section) => comparable && asked.has(section);
    // threads begin with these, while this one measures what follows
    const begin = <Name extends ThreadSection>(section: Name) =>
      threads.begin(section, (measure) => stopwatch.run(section, (progress) => measure(quality(progress))));
    const detection = wants("fidelity") ? begin("detection") : null;
    const utility = wants("utility") ? begin("utility") : null;
    const others = wants("fidelity") ? await measureFidelity(compared, quality, stopwatch) : null;
    const privacy = wants("privacy")
      ? await stopwatch.run("privacy", (progress) => assessPrivacy(quality(progress)))
      : null;
    const measured = comparable ? await measureOthers(input, { asked, quality, stopwatch }) : {};
    const assessed = (await utility?.()) ?? null;
    const told = (await detection?.()) ?? null;
    const fidelity = others === null || told === null ? null : { ...others, detection: told };
    return {
      fidelity,
      utility: assessed?.utility ?? null,
      privacy,
      ...(Object.keys(measured).length > 0 ? { measures: measured } : {}),
      notes: [
        ...(!comparable && aligned.columns.length > 0 ? [noRows] : []),
        ...(fidelity === null ? [] : sampledPairsNotes(fidelity.columnPairTrends)),
        ...(assessed?.notes ?? []),
        ...skippedNotes(asked),
      ],
    };
  } finally {
    await threads.dispose();
  }
}

async function measureFidelity(
  { aligned, columns }: ComparedTables,
  quality: WithProgress,
  stopwatch: Stopwatch,
): Promise<Omit<Fidelity, "detection">> {
  return await stopwatch.run("fidelity", async (progress) => {
    const own = quality(progress);
    const measured = await assessFidelity(own);
    return {
      ...measured,
      joint: jointShares({ ...aligned, holders: own.holders }, columns, measured.columnPairTrends.pairs),
    };
  });
}

/** The metrics of the sections asked for that have no place of their own in a report. */
async function measureOthers(
  input: ReportInput,
  work: {
    readonly asked: ReadonlySet<string>;
    readonly quality: WithProgress;
    readonly stopwatch: Stopwatch;
  },
): Promise<Record<string, Measured>> {
  const measured: Record<string, Measured> = {};
  for (const [key, measure] of Object.entries(measures)) {
    const { section } = metricTable[key as keyof typeof metricTable];
    if (section !== "diagnostic" && !work.asked.has(section)) continue;
    const found = await work.stopwatch.run(key, (progress) =>
      measure({ input, quality: work.quality(progress) }),
    );
    if (found !== null) measured[key] = found;
  }
  return measured;
}

/** Returns what every section is given, with the progress it reports to. */
function qualityInput(
  input: ReportInput,
  { aligned, choice }: ComparedTables,
  signal: AbortSignal,
): WithProgress {
  const named = (names: readonly string[] | undefined, role?: ColumnRole) => [
    ...new Set([
      ...aligned.columns.filter((c) => role !== undefined && c.role === role).map((c) => c.name),
      ...(names ?? []).filter((name) => aligned.columns.some((c) => c.name === name)),
    ]),
  ];
  return (progress) => ({
    real: aligned.real,
    synthetic: aligned.synthetic,
    holdout: aligned.holdout,
    columns: aligned.columns,
    target: choice.name,
    sensitive: named(input.sensitive, "sensitive"),
    quasiIdentifiers: named(input.quasiIdentifiers),
    holders: input.holders,
    seed: input.seed,
    signal,
    progress,
  });
}

const noRows: Note = {
  level: "warning",
  section: "general",
  text: "A table has no rows: nothing can be measured.",
};

function sampledPairsNotes({ pairs, pairsLeftOut = 0, pairsCompared }: Fidelity["columnPairTrends"]): Note[] {
  if (pairsCompared === undefined) return [];
  const text = `The table has ${grouped(pairs.length + pairsLeftOut)} pairs of columns; ${grouped(pairsCompared)} drawn at random were compared, and the scores of pairs are over these.`;
  return [{ level: "info", section: "fidelity", text }];
}

function skippedNotes(sections: ReadonlySet<string>): Note[] {
  return (["fidelity", "utility", "privacy"] as const)
    .filter((section) => !sections.has(section))
    .map((section) => ({ level: "info", section, text: `The ${section} section was not asked for.` }));
}
