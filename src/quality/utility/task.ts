import { grouped } from "../../language/counts.ts";
import { wholeNumber } from "../../language/language.ts";
import { sampleRows } from "../../learners/sampling.ts";
import { Random } from "../../numerics/random.ts";
import type { Note } from "../../protocol/report.ts";
import { findCopies, findDetermination } from "../../table/profile/determination.ts";
import { type Column, findColumn, type Table, takeRows } from "../../table/table.ts";
import type { QualityInput } from "../input.ts";
import { isPredictor, selectColumns } from "../predictors.ts";

/** Rows to learn from or to test on: predictors, and per row a class or a value. */
export interface LabeledRows {
  readonly table: Table;
  /** Classes as indices, or values. */
  readonly target: Float64Array;
}

export interface UtilityTask {
  readonly kind: "classification" | "regression";
  /** Names of the classes; empty for a regression. */
  readonly classes: readonly string[];
  /** Two classes: the rarer one among the real training rows, the "positive" one. */
  readonly positive: number;
  readonly real: LabeledRows;
  readonly synthetic: LabeledRows;
  readonly test: LabeledRows;
  /** Columns of which the target is a function in the real rows; null where none were found. */
  readonly determinedBy: readonly string[] | null;
}

const maxTrainingRows = 50_000;
/** Rows × classes: beyond six classes fewer rows, but never fewer than 5,000. */
const maxTrainingCells = 300_000;
const maxTestRows = 20_000;
const minTrainingRows = 50;
const minTestRows = 20;
const maxClasses = 50;

/** Sorts out what is trained and tested on; the task is null, and a note says why, where it cannot be. */
export function makeUtilityTask(input: QualityInput): { task: UtilityTask | null; notes: Note[] } {
  const notes: Note[] = [];
  const say: Say = (level, text) => {
    notes.push({ level, section: "utility", text });
  };
  const refuse = (text: string): { task: null; notes: Note[] } => {
    say("warning", `Utility was not computed: ${text}`);
    return { task: null, notes };
  };
  const spec = input.columns.find((c) => c.name === input.target);
  if (spec === undefined)
    return refuse("no column can serve as a target. Name one in report.target or with --target.");
  if (spec.sdtype === "id" || spec.sdtype === "text")
    return refuse(
      `the target ${spec.name} holds ${spec.sdtype === "id" ? "ids" : "free text"}, which nothing can predict. Choose another in report.target or with --target.`,
    );
  const predictors = new Set(input.columns.filter((c) => isPredictor(c) && c !== spec).map((c) => c.name));
  const copies = findCopies(input.real, spec.name, predictors);
  const names = new Set([...predictors].filter((name) => !copies.includes(name)));
  if (copies.length > 0)
    say(
      "info",
      `${copies.join(", ")} ${copies.length === 1 ? "says" : "say"} the same as ${spec.name} in other words, and ${copies.length === 1 ? "is" : "are"} not used to predict it.`,
    );
  if (names.size === 0) return refuse(`no column is left to predict ${spec.name} from.`);
  const sides = chooseRows(input, spec.name, say);
  if ("reason" in sides) return refuse(sides.reason);
  const { training, synthetic, testing } = sides;
  const columns = [training, synthetic, testing].map((t) => findColumn(t, spec.name)!) as [
    Column,
    Column,
    Column,
  ];
  const targets = labelTargets(columns, spec.name, say);
  if ("reason" in targets) return refuse(targets.reason);
  const labeled = (table: Table, k: number): LabeledRows => ({
    table: selectColumns(table, names),
    target: targets.values[k]!,
  });
  return {
    task: {
      kind: targets.kind,
      classes: targets.classes,
      positive: targets.positive,
      real: labeled(training, 0),
      synthetic: labeled(synthetic, 1),
      test: labeled(testing, 2),
      determinedBy: findDetermination(input.real, spec.name, names),
    },
    notes,
  };
}

type Say = (level: Note["level"], text: string) => void;

interface ChosenRows {
  readonly training: Table;
  readonly synthetic: Table;
  readonly testing: Table;
}

/** Rows to train on, as many on both sides, and to test on; all have a value of the target. */
function chooseRows(input: QualityInput, target: string, say: Say): ChosenRows | { readonly reason: string } {
  const random = new Random(input.seed).fork("utility");
  let training = present(input.real, target);
  let testing: Table;
  if (input.holdout !== null) testing = present(input.holdout, target);
  else {
    const order = random.fork("split").permutation(training.rows);
    const tested = Math.floor(training.rows / 5);
    testing = takeRows(training, order.subarray(0, tested));
    training = takeRows(training, order.subarray(tested));
    say(
      "info",
      "There is no holdout: models of real rows were trained on 80 % of them, and everything was tested on the other 20 %. The synthetic data may have been made from those test rows too, which makes the scores too high.",
    );
  }
  const synthetic = present(input.synthetic, target);
  const dropped = input.real.rows + input.synthetic.rows - present(input.real, target).rows - synthetic.rows;
  if (dropped > 0) say("info", `${grouped(dropped)} rows without a value of ${target} were left out.`);

  const size = Math.min(training.rows, synthetic.rows, trainingCap(training, target));
  if (size < minTrainingRows)
    return {
      reason: `only ${size} training rows a side have a value of ${target}; ${minTrainingRows} are needed.`,
    };
  if (testing.rows < minTestRows)
    return { reason: `only ${testing.rows} test rows have a value of ${target}; ${minTestRows} are needed.` };
  if (training.rows !== synthetic.rows || size < training.rows)
    say(
      "info",
      `Models were trained on ${grouped(size)} rows a side, drawn at random (of ${grouped(training.rows)} real and ${grouped(synthetic.rows)} synthetic).`,
    );
  if (testing.rows > maxTestRows)
    say(
      "info",
      `Models were tested on ${grouped(maxTestRows)} of ${grouped(testing.rows)} real rows, drawn at random.`,
    );
  return {
    training: takeRows(training, sampleRows(training.rows, size, random.fork("real"))),
    synthetic: takeRows(synthetic, sampleRows(synthetic.rows, size, random.fork("synthetic"))),
    testing: takeRows(testing, sampleRows(testing.rows, maxTestRows, random.fork("test"))),
  };
}

function present(table: Table, name: string): Table {
  const column = findColumn(table, name)!;
  const rows: number[] = [];
  for (let i = 0; i < table.rows; i++)
    if (column.kind === "string" ? column.codes[i]! >= 0 : !Number.isNaN(column.values[i]!)) rows.push(i);
  return rows.length === table.rows ? table : takeRows(table, rows);
}

function trainingCap(table: Table, target: string): number {
  const column = findColumn(table, target)!;
  if (column.kind !== "string") return maxTrainingRows;
  const classes = Math.min(maxClasses, new Set(column.codes).size);
  return Math.min(maxTrainingRows, Math.max(5_000, Math.floor(maxTrainingCells / Math.max(1, classes))));
}

interface Targets {
  readonly kind: UtilityTask["kind"];
  readonly classes: readonly string[];
  readonly positive: number;
  /** Real, synthetic, test. */
  readonly values: readonly Float64Array[];
}

function labelTargets(
  columns: readonly [Column, Column, Column],
  name: string,
  say: Say,
): Targets | { reason: string } {
  const [real, synthetic, test] = columns;
  if (real.kind !== "string") {
    const values = columns.map((c) => (c.kind === "string" ? new Float64Array(c.codes.length) : c.values));
    const [r, s] = values as [Float64Array, Float64Array];
    if (r.every((v) => v === r[0]))
      return { reason: `${name} has one value only in the real training rows.` };
    if (s.every((v) => v === s[0]))
      say(
        "warning",
        `${name} has one value only in the synthetic rows, so nothing can be learned from them.`,
      );
    return { kind: "regression", classes: [], positive: 0, values };
  }
  const counts = new Uint32Array(real.dictionary.length);
  for (const code of real.codes) counts[code]!++;
  const all = new Set<number>(real.codes);
  for (const c of [synthetic, test]) if (c.kind === "string") for (const code of c.codes) all.add(code);
  const ranked = [...all].sort((a, b) => counts[b]! - counts[a]! || a - b);
  const seen = ranked.filter((code) => counts[code]! > 0).length;
  if (seen < 2) return { reason: `${name} has one class only in the real training rows.` };
  if (seen > real.codes.length / 2)
    return {
      reason: `${name} has ${seen} classes in ${wholeNumber(real.codes.length)} rows: too many to learn.`,
    };
  const kept = Math.min(ranked.length, maxClasses);
  if (ranked.length > maxClasses)
    say(
      "info",
      `${name} has ${ranked.length} classes: the ${maxClasses - 1} commonest were kept, the others count as one.`,
    );
  const classOf = new Int32Array(real.dictionary.length).fill(-1);
  ranked.forEach((code, k) => {
    classOf[code] = Math.min(k, kept - 1);
  });
  const classes = ranked.slice(0, kept).map((code) => real.dictionary[code]!);
  if (ranked.length > maxClasses) classes[kept - 1] = "(other)";
  const values = columns.map((c) =>
    c.kind === "string" ? Float64Array.from(c.codes, (code) => classOf[code]!) : new Float64Array(0),
  );
  const has = (k: number) => new Set(values[k]!);
  const inReal = has(0);
  const inSynthetic = has(1);
  const inTest = has(2);
  const lost = [...inReal].filter((k) => !inSynthetic.has(k));
  if (lost.length > 0)
    say(
      "warning",
      `The synthetic rows lack ${lost.length} of the ${inReal.size} classes of ${name}: models trained on them never predict those.`,
    );
  if (inTest.size < 2) say("warning", `${name} has one class only in the test rows: no area under the ROC.`);
  return { kind: "classification", classes, positive: 1, values };
}
