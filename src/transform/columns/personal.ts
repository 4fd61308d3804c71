import { z } from "zod";
import type { PersonalType } from "../../config/personal/personalTypes.ts";
import type { Random } from "../../numerics/random.ts";
import { type Column, columnLength, missingCount } from "../../table/table.ts";
import { ModelError } from "../modelTable.ts";
import { codesOf, sizeDrawer, sizeRuns } from "../personal/entity.ts";
import { fitMaker, type MadePlan, makerOf } from "../personal/invent/makers.ts";
import { genderOf, type Person, personAt } from "../personal/invent/person.ts";
import { distinctTexts } from "../personal/people.ts";
import type { GroupPlan, PeoplePlan, SizeRun } from "../personal/peoplePlan.ts";
import { madeSchema, personalTypeSchema, sizeRunsSchema } from "../personal/planSchemas.ts";
import type { ColumnKind, PrepareColumn, PrepareContext, RestoreSource } from "./columnKind.ts";
import { refuseCondition } from "./ids/invented.ts";
import { planName } from "./planFields.ts";

/** Personal values, never fitted and never copied: invented for the person of the row. */
export interface PersonalPlan {
  readonly kind: "personal";
  readonly name: string;
  readonly type: PersonalType;
  readonly output: "string" | "number";
  readonly made: MadePlan;
  readonly missingShare: number;
  /** Values that stand in several rows of different persons: how many there are, and in how many rows each. */
  readonly pool: { readonly size: number; readonly runs: readonly SizeRun[] } | null;
  /** Columns restored first: gender and country of the person. */
  readonly needs: readonly string[];
}

export const preparePersonal: PrepareColumn = (training, spec, { people, named, beside, rows, everyRow }) => {
  if (
    spec.personal === undefined ||
    spec.personal === null ||
    spec.personal.replace !== "invent" ||
    people === null
  )
    return null;
  const column = everyRow ?? training;
  const values = distinctTexts(column);
  const { type } = spec.personal;
  if (values.length === 0) return null;
  const group = groupOf(people, spec.name);
  const constant = people.entity?.columns.includes(spec.name) ?? false;
  const plan: PersonalPlan = {
    kind: "personal",
    name: spec.name,
    type,
    output: column.kind === "number" ? "number" : "string",
    made: fitMaker({
      type,
      values,
      language: (group ?? people.groups[0])?.names.language ?? "en",
      minValues: Math.min(spec.minCategoryCount, Math.max(1, Math.floor(values.length / 10))),
      rows: Math.max(rows, columnLength(column)),
      numeric: column.kind === "number",
      named: named(spec.name),
    }),
    missingShare: spec.missing === "never" ? 0 : missingCount(column) / Math.max(1, columnLength(column)),
    pool: constant ? null : poolOf(group === undefined ? column : keyOf(group, beside)),
    needs:
      group === undefined
        ? []
        : ([group.gender, group.country].filter((name) => name !== null && name !== spec.name) as string[]),
  };
  const needed = constant ? codesOf(column).distinct : (plan.pool?.size ?? rows);
  refuseShortage(plan, needed);
  return { plan };
};

/** @throws ModelError where the column's forms hold fewer values than there are persons to be */
function refuseShortage({ name, made }: PersonalPlan, needed: number): void {
  if (made.by !== "forms") return;
  const weight = made.forms.forms.reduce((sum, form) => sum + form.weight, 0);
  for (const form of made.forms.forms) {
    const wanted = Math.ceil((needed * form.weight) / weight);
    if (wanted <= form.size) continue;
    const most = Math.floor((form.size * weight) / form.weight);
    throw new ModelError(
      `column "${name}": its form holds about ${most} new values, and ${needed} persons are asked for: lower output.rows, or set columns.${name}.replace to "mask" or "drop"`,
    );
  }
}

function groupOf(people: PeoplePlan | null, name: string): GroupPlan | undefined {
  return people?.groups.find(({ columns }) => columns.includes(name));
}

/** The column of a group with the most different values. */
function keyOf(group: GroupPlan, beside: PrepareContext["beside"]): Column {
  const columns = group.columns.flatMap((name) => beside(name) ?? []);
  const distinct = columns.map((column) => codesOf(column).distinct);
  return columns[distinct.indexOf(Math.max(...distinct))]!;
}

/** From so many rows a value on, values are drawn from a pool. */
const minRowsPerValue = 1.1;

function poolOf(column: Column): PersonalPlan["pool"] {
  const { codes, distinct } = codesOf(column);
  const counts = new Int32Array(distinct);
  let present = 0;
  for (const code of codes)
    if (code >= 0) {
      counts[code]!++;
      present++;
    }
  if (distinct === 0 || present < minRowsPerValue * distinct) return null;
  return {
    size: distinct < 20 ? distinct : Number(distinct.toPrecision(2)),
    runs: sizeRuns(counts, Math.min(5, distinct)),
  };
}

export const personalKind: ColumnKind<PersonalPlan> = {
  schema: z.strictObject({
    kind: z.literal("personal"),
    name: planName,
    type: personalTypeSchema,
    output: z.enum(["string", "number"]),
    made: madeSchema,
    missingShare: z.number().min(0).max(1),
    pool: z.strictObject({ size: z.int().min(1).max(1e8), runs: sizeRunsSchema }).nullable(),
    needs: z.array(z.string()),
  }),
  restore: restorePersonal,
  condition: refuseCondition,
  after: ({ needs }) => needs,
};

/** Words of random numbers per row: positions do not depend on the batch. */
const words = 64;

function restorePersonal(plan: PersonalPlan, source: RestoreSource): Column {
  const { batch, firstRow, person: persons, people, peopleRandom } = source;
  const group = groupOf(people, plan.name);
  const constant = people?.entity?.columns.includes(plan.name) ?? false;
  const cells = new Cells(batch.rows);
  const make = makerOf(plan.made, plan.name);
  const key = source.random.fork("key").uint32();
  const namesKey = peopleRandom.fork("names").uint32();
  const draws = peopleRandom.fork("person");
  // columns of one group draw the same member
  const members = group === undefined ? source.random : peopleRandom.fork(group.columns.join("\n"));
  const pool = plan.pool === null ? null : poolIndex(plan.pool, members);
  const turns = members.fork("row");
  const gender = readerOf(source, group?.gender ?? null);
  const country = readerOf(source, group?.country ?? null);
  const random = source.random;
  const known = new Map<number, number>();
  let row = 0;
  let index = 0;
  const person = (): Person => {
    draws.position = words * index;
    const text = gender(row);
    return personAt(group!.names, index, draws, {
      gender: text === undefined ? undefined : genderOf(text),
      country: country(row),
      key: namesKey,
    });
  };
  const shared = (constant && persons !== undefined) || pool !== null;
  for (; row < batch.rows; row++) {
    if (constant && persons !== undefined) index = persons[row]!;
    else if (pool === null) index = firstRow + row;
    else {
      turns.position = 2 * (firstRow + row);
      index = pool(turns.uniform());
    }
    const before = shared ? known.get(index) : undefined;
    if (before !== undefined) {
      cells.codes[row] = before;
      continue;
    }
    random.position = words * index;
    const missing = random.uniform() < plan.missingShare;
    const code = missing ? -1 : cells.codeOf(make({ index, random, key, person }));
    cells.codes[row] = code;
    if (shared) known.set(index, code);
  }
  return cells.column(plan);
}

/** The cells of a column that is being made. */
class Cells {
  readonly codes: Int32Array;
  readonly #index = new Map<string, number>();

  constructor(rows: number) {
    this.codes = new Int32Array(rows);
  }

  codeOf(text: string): number {
    const code = this.#index.get(text);
    if (code !== undefined) return code;
    this.#index.set(text, this.#index.size);
    return this.#index.size - 1;
  }

  column({ name, output }: PersonalPlan): Column {
    const dictionary = [...this.#index.keys()];
    if (output === "string") return { kind: "string", name, codes: this.codes, dictionary };
    const numbers = dictionary.map(Number);
    const values = Float64Array.from(this.codes, (code) => (code < 0 ? Number.NaN : numbers[code]!));
    return { kind: "number", name, values };
  }
}

/** Maps a uniform number to a member of the pool, who come as often as the runs say. */
function poolIndex({ size, runs }: NonNullable<PersonalPlan["pool"]>, random: Random): (x: number) => number {
  const draw = sizeDrawer(runs, random.fork("pool"));
  const cumulative = new Float64Array(size);
  let total = 0;
  for (let i = 0; i < size; i++) cumulative[i] = total += draw();
  return (x) => {
    let low = 0;
    let high = size - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (cumulative[middle]! > x * total) high = middle;
      else low = middle + 1;
    }
    return low;
  };
}

function readerOf({ restored }: RestoreSource, name: string | null): (row: number) => string | undefined {
  const column = name === null ? undefined : restored.get(name);
  if (column === undefined) return () => undefined;
  if (column.kind !== "string")
    return (row) => (Number.isNaN(column.values[row]!) ? undefined : String(column.values[row]));
  return (row) => (column.codes[row]! < 0 ? undefined : column.dictionary[column.codes[row]!]);
}
