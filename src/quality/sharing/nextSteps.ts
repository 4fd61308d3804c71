import { own } from "../../jsonc/own.ts";
import { grouped } from "../../language/counts.ts";
import type { MetricKey } from "../../metrics/metricTable.ts";
import type { ReportJson } from "../../protocol/report.ts";
import type { NextStep } from "../../protocol/sharing.ts";
import { rareBelow } from "../privacy/rareCategories.ts";
import { type ReportSettings, unprotectedColumns } from "./reportSettings.ts";

export type SharedReport = Omit<ReportJson, "gates" | "sharing">;

interface Context {
  readonly report: SharedReport;
  readonly settings: ReportSettings;
}

type Steps = (context: Context) => readonly (NextStep | null)[];

/** Rows from which a tenth or a fifth of them can be set aside. */
const minRowsForHoldout = 50;
const recommended = "circuit";

/** A model that copies less or follows the data better; null where there is no better one. */
function otherModel({ settings }: Context, why: "closer" | "calmer"): NextStep | null {
  const { type } = settings.model;
  const better = why === "closer" ? recommended : type === recommended ? "gaussianCopula" : recommended;
  if (better === type || (why === "calmer" && (type === "independent" || type === "gaussianCopula")))
    return null;
  const text =
    why === "closer" ? "follows the dependence between columns more closely" : "depends less on single rows";
  return {
    text: `Use the model ${better}, which ${text}.`,
    edits: [{ path: ["model", "type"], value: better }],
  };
}

/** Lets a model choose its size by held-out rows; null where it does so already. */
function chooseSize({ settings }: Context): NextStep | null {
  const { chooseSize: edits } = settings.model;
  if (edits.length === 0) return null;
  return { text: "Let the model choose its size by held-out rows instead of setting it by hand.", edits };
}

function changeEpochs({ settings }: Context, factor: number): NextStep | null {
  const { epochs } = settings.model;
  if (epochs === null) return null;
  const value = Math.max(1, Math.round(epochs * factor));
  if (value === epochs) return null;
  return {
    text: `Train for ${value} epochs instead of ${epochs}.`,
    edits: [{ path: ["model", "epochs"], value }],
  };
}

/** Sets a holdout aside; null where there is one or there are too few rows. */
export function addHoldout({ settings }: Context): NextStep | null {
  if (settings.holdout > 0 || settings.sourceRows < minRowsForHoldout) return null;
  return {
    text: "Set 20 % of the rows aside, so that the report can compare with people who were not in the training data.",
    edits: [{ path: ["report", "holdout"], value: 0.2 }],
  };
}

export function addSection({ settings }: Context, section: "fidelity" | "privacy"): NextStep | null {
  if (settings.sections.includes(section)) return null;
  return {
    text: `Measure ${section} as well.`,
    edits: [{ path: ["report", "sections"], value: [...settings.sections, section] }],
  };
}

/** Protects the columns whose config lets values of single rows through. */
export function protectAll(context: Context): NextStep | null {
  return protect(context, unprotectedColumns(context.settings));
}

/** Raises the count below which values are not emitted, for those of the columns where it is lower. */
function protect({ settings }: Context, names: Iterable<string>): NextStep | null {
  const wanted = new Set(names);
  const low = settings.columns.filter((c) => wanted.has(c.name) && c.minCategoryCount < rareBelow);
  if (low.length === 0) return null;
  return {
    text: `Raise minCategoryCount of ${list(low.map(({ name }) => name))} to ${rareBelow}, so that no value of fewer than ${rareBelow} rows is emitted.`,
    edits: low.map(({ name }) => ({ path: ["columns", name, "minCategoryCount"], value: rareBelow })),
  };
}

function drop({ settings }: Context, name: string | undefined): NextStep | null {
  const column = settings.columns.find((c) => c.name === name);
  if (column === undefined || column.role === "drop") return null;
  return {
    text: `Leave ${column.name} out.`,
    edits: [{ path: ["columns", column.name, "role"], value: "drop" }],
  };
}

function allColumns({ settings }: Context): string[] {
  return settings.columns.map(({ name }) => name);
}

/** Less memory of single rows, the surest first: half the epochs of a model that copies still copies. */
const calmer: Steps = (context) => [
  addHoldout(context),
  otherModel(context, "calmer"),
  chooseSize(context),
  changeEpochs(context, 0.5),
  fewerRows(context),
  protect(context, allColumns(context)),
];

function fewerRows({ settings }: Context): NextStep | null {
  const { sourceRows, outputRows } = settings;
  if (outputRows <= sourceRows) return null;
  return {
    text: `Generate ${grouped(sourceRows)} rows, as many as the source has, instead of ${grouped(outputRows)}.`,
    edits: [{ path: ["output", "rows"], value: sourceRows }],
  };
}

const closer: Steps = (context) => [otherModel(context, "closer"), changeEpochs(context, 3)];

/** What helps where a metric is not good, the most promising first. A metric without an entry has advice in its sentence only. */
const steps: Readonly<Partial<Record<MetricKey, Steps>>> = {
  fidelity: closer,
  utility: closer,
  diagnostic: ({ report, settings }) => {
    const context = { report, settings };
    const leftOut = settings.columns.filter(({ sdtype, role }) => sdtype === "text" && role !== "drop");
    const failing = report.diagnostic?.columns.filter(({ score }) => score !== null && score < 1) ?? [];
    return [
      leftOut.length === 0
        ? null
        : {
            text: `State that ${list(leftOut.map(({ name }) => name))} ${leftOut.length === 1 ? "is" : "are"} left out on purpose.`,
            edits: leftOut.map(({ name }) => ({ path: ["columns", name, "role"], value: "drop" })),
          },
      ...failing.map(({ column }) => drop(context, column)),
    ];
  },
  exactCopies: calmer,
  dcrShare: calmer,
  dcrOverfittingProtection: calmer,
  dcrBaselineProtection: calmer,
  nndr: calmer,
  membershipInference: calmer,
  modelLikelihood: calmer,
  modelImputation: calmer,
  singlingOut: (context) => [addHoldout(context), protectAll(context), ...calmer(context)],
  linkability: calmer,
  attributeInference: (context) => [
    ...calmer(context).slice(0, 2),
    drop(context, worstAttribute(context.report)),
    ...calmer(context),
  ],
  disclosureProtection: (context) => [
    addHoldout(context),
    ...(context.report.privacy?.disclosureProtection ?? [])
      .filter(({ status }) => status !== "good")
      .map(({ column }) => drop(context, column)),
  ],
  rareCategories: (context) => {
    const columns = new Set(context.report.privacy?.rareCategories.values.map(({ column }) => column));
    return [protect(context, columns), ...[...columns].map((column) => drop(context, column))];
  },
  reidentificationRisk: (context) => {
    const known = context.report.privacy?.kAnonymity?.quasiIdentifiers ?? [];
    return [otherModel(context, "closer"), protect(context, known), drop(context, known[0])];
  },
};

function worstAttribute({ privacy }: SharedReport): string | undefined {
  const found = privacy?.attributeInference;
  return found?.columns.find(({ meaning }) => meaning === found.worst.meaning)?.column;
}

const maxSteps = 3;

/** Returns the steps for a finding, those of its metric first; none without a config to edit. */
export function nextSteps(
  key: string,
  report: SharedReport,
  settings: ReportSettings | undefined,
): NextStep[] {
  const ofMetric = own(report.measures, key)?.steps ?? [];
  const found = settings === undefined ? [] : (steps[key as MetricKey]?.({ report, settings }) ?? []);
  const all = distinctSteps([...ofMetric, ...found]);
  const useful = settings?.guaranteed === true ? all.filter(isKnownToGuarantee) : all;
  return useful.slice(0, ofMetric.length + maxSteps);
}

/** Under a guarantee these settings change nothing, or are refused. */
const idleSettings =
  /^(model\.|rules|detectRules|columns\..*\.(type|minCategoryCount|maxCategories|personal|replace|split)$)/;

function isKnownToGuarantee({ edits }: NextStep): boolean {
  return (
    edits.length === 0 ||
    edits.some(({ path }) => path.join(".") === "model.type" || !idleSettings.test(path.join(".")))
  );
}

/** Leaves out a step that changes the same keys to the same values as one before it. */
function distinctSteps(found: readonly (NextStep | null)[]): NextStep[] {
  const distinct = new Map<string, NextStep>();
  for (const step of found) {
    if (step === null) continue;
    const key = step.edits.length === 0 ? step.text : JSON.stringify(step.edits);
    if (!distinct.has(key)) distinct.set(key, step);
  }
  return [...distinct.values()];
}

function list(names: readonly string[]): string {
  const shown = names.length > 4 ? [...names.slice(0, 3), `${names.length - 3} more columns`] : names;
  return shown.length < 2 ? shown.join("") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
}
