import { z } from "zod";
import { covers } from "../../../jsonc/covers.ts";
import type { Random } from "../../../numerics/random.ts";
import type { Condition } from "../../../table/condition.ts";
import { optionsOf, splitOptions } from "../../../table/split/optionSet.ts";
import {
  type Column,
  findColumn,
  missingCount,
  type StringColumn,
  type Table,
} from "../../../table/table.ts";
import { ModelError } from "../../modelTable.ts";
import type { ColumnKind, FittedColumn, PrepareColumn, UserCondition } from "../columnKind.ts";
import { listed, suggest } from "../knownValues.ts";
import { finite, planName } from "../planFields.ts";

/**
 * Several answers in a cell, fitted by option: for each a model column that says whether a row holds it. Rare options share
 * one more, and are replaced by kept ones.
 */
export interface OptionsPlan {
  readonly kind: "options";
  readonly name: string;
  /** Between two options, as in the file. */
  readonly separator: string;
  /** In the order in which cells list them, with the name of the model column; null where every row with a value holds it. */
  readonly options: readonly {
    readonly text: string;
    readonly column: string | null;
    readonly rows: number;
  }[];
  /** Model column that says whether a row holds a rare option; null where there is none. */
  readonly rare: string | null;
  /** Model column that is missing where the cell is; null where none may be missing. */
  readonly presence: string | null;
}

const yesNo = ["no", "yes"] as const;
const given = "given";

export const optionsKind: ColumnKind<OptionsPlan> = {
  schema: covers<OptionsPlan>()(
    z
      .strictObject({
        kind: z.literal("options"),
        name: planName,
        separator: z.string().min(1).max(10),
        options: z
          .array(
            z
              .strictObject({ text: z.string().min(1), column: planName.nullable(), rows: finite.min(0) })
              .readonly(),
          )
          .min(1)
          .max(1000)
          .readonly(),
        rare: planName.nullable(),
        presence: planName.nullable(),
      })
      .refine(({ options }) => new Set(options.map(({ text }) => text)).size === options.length, {
        error: "an option is there twice",
      }),
  ),
  problem(plan, { fitted }) {
    const isKnown = (name: string, words: readonly string[]) => {
      const column = fitted.get(name);
      return column?.kind === "discrete" && column.categories.every((category) => words.includes(category));
    };
    const flags = [...plan.options.map(({ column }) => column), plan.rare].filter((name) => name !== null);
    const fits =
      flags.every((name) => isKnown(name, yesNo)) &&
      (plan.presence === null || isKnown(plan.presence, [given]));
    return fits ? undefined : "has options that are not among the categories of the model";
  },
  modelColumns: (plan) =>
    [plan.presence, ...plan.options.map(({ column }) => column), plan.rare].filter((name) => name !== null),
  restore: (plan, { batch, firstRow, random }) => restoreOptions(plan, batch, firstRow, random),
  condition: optionsCondition,
  toModel(plan, { model, column, table }) {
    const dictionary = model.kind === "discrete" ? model.categories : yesNo;
    const codes = new Int32Array(table.rows).fill(-1);
    if (column?.kind === "string") {
      const wordOf = column.dictionary.map((text) => dictionary.indexOf(wordFor(plan, model.name, text)));
      for (let row = 0; row < codes.length; row++)
        if (column.codes[row]! >= 0) codes[row] = wordOf[column.codes[row]!]!;
    }
    return { kind: "string", name: model.name, codes, dictionary };
  },
};

/** What a text says in one of the plan's model columns. */
function wordFor(plan: OptionsPlan, name: string, text: string): string {
  if (name === plan.presence) return given;
  const options = splitOptions(text, plan.separator);
  const known = plan.options.map((option) => option.text);
  const holds =
    name === plan.rare
      ? options.some((option) => !known.includes(option))
      : options.some((option) => plan.options.some((one) => one.column === name && one.text === option));
  return holds ? "yes" : "no";
}

export const prepareOptions: PrepareColumn = (column, spec, context) => {
  const { split } = spec;
  if (split?.by !== "options" || spec.sdtype !== "categorical" || column.kind !== "string") return null;
  const set = optionsOf(column, split.separator, spec.minCategoryCount, context.holders);
  if (set === null) {
    const reason = `no option of it is held by ${spec.minCategoryCount} rows or more`;
    const hint = `"split": "none" in the config fits whole texts`;
    return { plan: null, dropped: reason, warning: `column ${spec.name} is left out: ${reason}; ${hint}` };
  }
  const filled = spec.missing === "never" ? fillTexts(column, context.random) : column;
  const lists = filled.dictionary.map((text) => splitOptions(text, set.separator));
  const fitted: FittedColumn[] = [];
  const taken = new Set<string>();
  const nameOf = (part: string) => {
    let name = `${spec.name}: ${part}`;
    while (context.beside(name) !== undefined || taken.has(name)) name += "'";
    taken.add(name);
    return name;
  };
  const missing = spec.missing !== "never" && missingCount(filled) > 0;
  const presence = missing ? nameOf("(given)") : null;
  if (presence !== null)
    fitted.push(
      discrete(
        presence,
        [given],
        filled.codes.map((code) => (code < 0 ? -1 : 0)),
      ),
    );
  const flag = (part: string, holds: (options: readonly string[]) => boolean): string | null => {
    const held = lists.map(holds);
    const codes = filled.codes.map((code) => (code >= 0 && held[code]! ? 1 : 0));
    const without = filled.codes.filter((code) => code >= 0 && !held[code]!).length;
    if (!codes.includes(1) || without < spec.minCategoryCount) return null;
    const name = nameOf(part);
    fitted.push(discrete(name, yesNo, codes));
    return name;
  };
  const kept = new Set(set.options);
  const options = set.options.map((text, i) => ({
    text,
    column: flag(text, (list) => list.includes(text)),
    rows: roundCount(set.counts[i]!, spec.minCategoryCount),
  }));
  const rare = flag("(rare)", (list) => list.some((option) => !kept.has(option)));
  return {
    plan: { kind: "options", name: spec.name, separator: set.separator, options, rare, presence },
    fitted,
    ...(set.rareOptions > 0 && {
      warning: `column ${spec.name}: ${set.rareOptions} ${set.rareOptions === 1 ? "option" : "options"} in ${set.rareRows} rows, seen in fewer than ${spec.minCategoryCount} rows (minCategoryCount) or beyond the ${set.options.length} most frequent, ${set.rareOptions === 1 ? "is" : "are"} never emitted: kept ones are written in their place`,
    }),
  };
};

/** Counts only weigh options against each other: rounded to the protection unit. */
function roundCount(rows: number, unit: number): number {
  return Math.max(unit, Math.round(rows / unit) * unit);
}

function discrete(name: string, categories: readonly string[], codes: Int32Array): FittedColumn {
  const missing = codes.includes(-1);
  return {
    column: { kind: "string", name, codes, dictionary: categories },
    meta: { kind: "discrete", name, categories, missing },
  };
}

/** Missing cells take the text of a random other row. */
function fillTexts(column: StringColumn, random: Random): StringColumn {
  const present = column.codes.filter((code) => code >= 0);
  const codes = column.codes.map((code) => (code < 0 ? present[random.below(present.length)]! : code));
  return { ...column, codes };
}

function restoreOptions(plan: OptionsPlan, batch: Table, firstRow: number, random: Random): StringColumn {
  const flags = plan.options.map(({ column }) => (column === null ? null : isYes(batch, column)));
  const rare = plan.rare === null ? null : isYes(batch, plan.rare);
  const presence = plan.presence === null ? null : codesOf(batch, plan.presence);
  const dictionary: string[] = [];
  const index = new Map<string, number>();
  const codes = new Int32Array(batch.rows);
  for (let row = 0; row < codes.length; row++) {
    if (presence !== null && presence.codes[row]! < 0) {
      codes[row] = -1;
      continue;
    }
    const chosen = plan.options.map((_, i) => flags[i]?.(row) ?? true);
    if (rare?.(row) === true || !chosen.includes(true)) {
      random.position = firstRow + row;
      const more = drawOption(plan, chosen, random);
      if (more >= 0) chosen[more] = true;
    }
    const text = plan.options
      .filter((_, i) => chosen[i])
      .map((option) => option.text)
      .join(plan.separator);
    let code = index.get(text);
    if (code === undefined) {
      code = dictionary.push(text) - 1;
      index.set(text, code);
    }
    codes[row] = code;
  }
  return { kind: "string", name: plan.name, codes, dictionary };
}

/** One of the options not chosen yet, by how many rows hold it; −1 where all are. */
function drawOption(plan: OptionsPlan, chosen: readonly boolean[], random: Random): number {
  const weights = plan.options.map(({ rows }, i) => (chosen[i] ? 0 : rows));
  let at = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (const [i, weight] of weights.entries()) {
    if (weight > 0 && at < weight) return i;
    at -= weight;
  }
  return -1;
}

function codesOf(batch: Table, name: string): StringColumn {
  const column: Column | undefined = findColumn(batch, name);
  if (column?.kind !== "string") throw new Error(`the model made no text column ${name}`);
  return column;
}

function isYes(batch: Table, name: string): (row: number) => boolean {
  const { codes, dictionary } = codesOf(batch, name);
  const yes = dictionary.indexOf("yes");
  return (row) => codes[row] === yes;
}

function optionsCondition(plan: OptionsPlan, condition: UserCondition): Condition[] {
  const { name, presence } = plan;
  if (condition.op === "missing") {
    if (presence === null) throw new ModelError(`column ${name} is never missing`);
    return [{ column: presence, op: "missing" }];
  }
  const present: Condition[] = presence === null ? [] : [{ column: presence, op: "present" }];
  if (condition.op === "present") return present;
  if (condition.op === "range")
    throw new ModelError(`column ${name} holds options: a range cannot be asked of it`);
  if (condition.values.length > 1)
    throw new ModelError(
      `column ${name} is fitted by option: ask for one answer at a time, such as ${name}=${plan.options[0]!.text}`,
    );
  const wanted = splitOptions(String(condition.values[0]), plan.separator);
  const known = plan.options.map(({ text }) => text);
  for (const option of wanted)
    if (!known.includes(option))
      throw new ModelError(
        `column ${name} has no option ${option}${suggest(option, known) || listed(known)}`,
      );
  return [
    ...present,
    ...plan.options.flatMap(({ text, column }): Condition[] => {
      const word = wanted.includes(text) ? "yes" : "no";
      if (column !== null) return [{ column, op: "in", values: [word] }];
      if (word === "yes") return [];
      throw new ModelError(`column ${name} holds ${text} in every row: ask for it too`);
    }),
    ...(plan.rare === null ? [] : [{ column: plan.rare, op: "in" as const, values: ["no"] }]),
  ];
}
