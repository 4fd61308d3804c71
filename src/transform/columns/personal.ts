import { z } from "zod";
import type { PersonalType } from "../../config/personal/personalTypes.ts";
import type { Random } from "../../numerics/random.ts";
import { codesOf } from "../../table/codes.ts";
import { type Holders, personIn } from "../../table/protection/holders.ts";
import { type Column, columnLength, missingCount } from "../../table/table.ts";
import { TextIndex } from "../../table/textIndex.ts";
import { type Pool, poolIndex, poolOf, poolSchema } from "../drawnPool.ts";
import { levelOf } from "../entities/entityPlan.ts";
import { ModelError } from "../modelTable.ts";
import { fitMaker, type MadePlan, makerOf } from "../personal/invent/makers.ts";
import { type Gender, genderOf, type Person, personAt } from "../personal/invent/person.ts";
import { distinctTexts } from "../personal/people.ts";
import type { GroupPlan, PeoplePlan } from "../personal/peoplePlan.ts";
import { madeSchema, personalTypeSchema } from "../personal/planSchemas.ts";
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
  readonly pool: Pool | null;
  /** Columns restored first: gender, country and date of birth of the person. */
  readonly needs: readonly string[];
  /** Column that says the country whose forms the value has; absent where none does. */
  readonly country?: string;
  /** Column that says the city whose area code a phone number has. */
  readonly city?: string;
}

export const preparePersonal: PrepareColumn = (training, spec, context) => {
  const { people, entities, named, beside, rows, everyRow, everyHolder } = context;
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
  const constant = levelOf(entities, spec.name) >= 0;
  const country = countryTypes.has(type) ? people.country : undefined;
  const city = type === "phone" || type === "postcode" ? people.city : undefined;
  const countries = country === undefined ? undefined : placesOfValues(column, values, beside(country));
  const cities = city === undefined ? undefined : placesOfValues(column, values, beside(city));
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
      personOf: everyHolder && personOfValues(column, everyHolder),
      ...(countries !== undefined && { countries }),
      ...(cities !== undefined && { cities }),
    }),
    missingShare: spec.missing === "never" ? 0 : missingCount(column) / Math.max(1, columnLength(column)),
    // a postcode is that of the row's city, whoever else has it
    pool:
      constant || type === "postcode" ? null : poolOf(group === undefined ? column : keyOf(group, beside)),
    needs: [group?.gender, group?.country, group?.birthDate, country, city].filter(
      (name, at, all) => name && name !== spec.name && all.indexOf(name) === at,
    ) as string[],
    ...(country !== undefined && { country }),
    ...(city !== undefined && { city }),
  };
  const needed = constant ? codesOf(column).distinct : (plan.pool?.size ?? rows);
  refuseShortage(plan, needed);
  return { plan };
};

/** Types whose values begin, or are built, as their country wants. */
const countryTypes: ReadonlySet<PersonalType> = new Set([
  "phone",
  "postcode",
  "iban",
  "nationalId",
  "taxId",
  "passport",
  "healthId",
  "licensePlate",
]);

/** The country or city in the first row of each value. */
function placesOfValues(
  column: Column,
  values: readonly string[],
  place: Column | undefined,
): (string | undefined)[] | undefined {
  if (place?.kind !== "string") return undefined;
  const first = firstRowsOf(column);
  return values.map((text) => place.dictionary[place.codes[first.get(text) ?? -1] ?? -1]);
}

/** The person in the first row of each value; each row that names none is one of its own. */
function personOfValues(column: Column, holders: Holders): (value: string) => number {
  const first = firstRowsOf(column);
  return (value) => {
    const row = first.get(value);
    return row === undefined ? -1 : personIn(holders, row);
  };
}

/** The first row of each value. */
function firstRowsOf(column: Column): Map<string, number> {
  const first = new Map<string, number>();
  for (let row = 0; row < columnLength(column); row++) {
    const text =
      column.kind === "string" ? column.dictionary[column.codes[row]!] : String(column.values[row]);
    if (text !== undefined && !first.has(text)) first.set(text, row);
  }
  return first;
}

/** @throws ModelError where the column's forms hold fewer values than there are persons to be */
function refuseShortage({ name, type, made }: PersonalPlan, needed: number): void {
  // several persons may have one postcode
  if (made.by !== "forms" || type === "postcode") return;
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

export const personalKind: ColumnKind<PersonalPlan> = {
  schema: z.strictObject({
    kind: z.literal("personal"),
    name: planName,
    type: personalTypeSchema,
    output: z.enum(["string", "number"]),
    made: madeSchema,
    missingShare: z.number().min(0).max(1),
    pool: poolSchema.nullable(),
    needs: z.array(z.string()),
    country: z.string().exactOptional(),
    city: z.string().exactOptional(),
  }),
  restore: restorePersonal,
  condition: refuseCondition,
  after: ({ needs }) => needs,
};

/** Words of random numbers per row: positions do not depend on the batch. */
const words = 64;

function restorePersonal(plan: PersonalPlan, source: RestoreSource): Column {
  const { batch, firstRow, people, entities, units, peopleRandom, random } = source;
  const group = groupOf(people, plan.name);
  const own = levelOf(entities, plan.name);
  const constant = own >= 0;
  const persons = units[constant ? own : levelOf(entities, ...(group?.columns ?? []))];
  const texts = new TextIndex();
  const make = makerOf(plan.made, plan.name);
  const key = random.fork("key").uint32();
  // columns of one group draw the same member
  const members = group === undefined ? random : peopleRandom.fork(group.columns.join("\n"));
  const pool = plan.pool === null ? null : poolIndex(plan.pool, members);
  const turns = members.fork("row");
  const country = readerOf(source, plan.country ?? null);
  const city = readerOf(source, plan.city ?? null);
  const personOf = group === undefined ? undefined : personReader(group, source);
  const codes = new Int32Array(batch.rows);
  // who has one name in several rows has it in addresses, too, even where some persons have two of them
  const isNamed = persons !== undefined && !constant;
  const drawn = { row: 0, index: 0 };
  const draw = {
    index: 0,
    random,
    key,
    country: undefined as string | undefined,
    city: undefined as string | undefined,
    person: (): Person => personOf!(drawn.row, drawn.index),
  };
  const write = (row: number, index: number): number => {
    random.position = words * index;
    if (random.uniform() < plan.missingShare) return -1;
    drawn.row = row;
    drawn.index = isNamed ? persons[row]! : index;
    draw.index = index;
    draw.country = country(row);
    draw.city = city(row);
    return texts.codeOf(make(draw));
  };
  const once = constant || (isNamed && pool !== null);
  if (once && persons !== undefined) writeOnce(codes, { size: batch.rows, firstRow }, persons, write);
  else if (pool === null) for (let row = 0; row < batch.rows; row++) codes[row] = write(row, firstRow + row);
  else {
    const indices = Float64Array.from(codes, (_, row) => {
      turns.position = 2 * (firstRow + row);
      return pool(turns.uniform());
    });
    writeOnce(codes, { size: plan.pool!.size, firstRow: 0 }, indices, write);
  }
  return columnOf(plan, texts.texts, codes);
}

/** Writes the value of each index once, in the first row that has it: indices are `firstRow` … `firstRow + size − 1`. */
function writeOnce(
  codes: Int32Array,
  { size, firstRow }: { readonly size: number; readonly firstRow: number },
  indices: Float64Array,
  write: (row: number, index: number) => number,
): void {
  const known = new Int32Array(size).fill(unknown);
  for (let row = 0; row < codes.length; row++) {
    const at = indices[row]! - firstRow;
    let code = known[at]!;
    if (code === unknown) {
      code = write(row, indices[row]!);
      known[at] = code;
    }
    codes[row] = code;
  }
}

const unknown = -2;

/** The person of an index, as the row's gender, country and date of birth want. */
function personReader(group: GroupPlan, source: RestoreSource): (row: number, index: number) => Person {
  const { peopleRandom } = source;
  const key = peopleRandom.fork("names").uint32();
  const draws = peopleRandom.fork("person");
  const gender = readerOf(source, group.gender);
  const country = readerOf(source, group.country);
  const birthYear = yearReader(source.restored.get(group.birthDate ?? ""));
  const genders = new Map<string | undefined, Gender | undefined>([[undefined, undefined]]);
  // columns of a group ask for the same person of a row
  const known = personsOf(source, group.columns.join("\n"));
  return (row, index) => {
    const made = known.persons[row];
    if (made !== undefined && known.indices[row] === index) return made;
    draws.position = words * index;
    const text = gender(row);
    if (text !== undefined && !genders.has(text)) genders.set(text, genderOf(text));
    const person = personAt(group.names, index, draws, {
      gender: genders.get(text),
      country: country(row),
      birthYear: birthYear(row),
      key,
    });
    known.persons[row] = person;
    known.indices[row] = index;
    return person;
  };
}

/** Of each row the person made last, and its index. */
interface MadePersons {
  readonly persons: (Person | undefined)[];
  readonly indices: Float64Array;
}

/** By the stream that the columns of a batch share. */
const madePersons = new WeakMap<Random, Map<string, MadePersons>>();

/** The persons made so far of a group in the rows of a batch. */
function personsOf({ batch, peopleRandom }: RestoreSource, group: string): MadePersons {
  const groups = madePersons.get(peopleRandom) ?? new Map<string, MadePersons>();
  madePersons.set(peopleRandom, groups);
  const made = groups.get(group) ?? {
    persons: new Array<Person | undefined>(batch.rows),
    indices: new Float64Array(batch.rows),
  };
  groups.set(group, made);
  return made;
}

/** The year in a column of dates or years of birth, in any form with four digits. */
function yearReader(column: Column | undefined): (row: number) => number | undefined {
  if (column === undefined) return () => undefined;
  if (column.kind === "datetime")
    return (row) => {
      const ms = column.values[row]!;
      return Number.isNaN(ms) ? undefined : new Date(ms).getUTCFullYear();
    };
  const text =
    column.kind === "string"
      ? (row: number) => column.dictionary[column.codes[row]!] ?? ""
      : (row: number) => String(column.values[row]);
  return (row) => {
    const year = /(?<!\d)(?:1[89]|20)\d\d(?!\d)/.exec(text(row))?.[0];
    return year === undefined ? undefined : Number(year);
  };
}

/** The column of the texts, by their numbers in each row. */
function columnOf({ name, output }: PersonalPlan, dictionary: readonly string[], codes: Int32Array): Column {
  if (output === "string") return { kind: "string", name, codes, dictionary };
  const numbers = dictionary.map(Number);
  const values = new Float64Array(codes.length);
  for (let row = 0; row < codes.length; row++)
    values[row] = codes[row]! < 0 ? Number.NaN : numbers[codes[row]!]!;
  return { kind: "number", name, values };
}

function readerOf({ restored }: RestoreSource, name: string | null): (row: number) => string | undefined {
  const column = name === null ? undefined : restored.get(name);
  if (column === undefined) return () => undefined;
  if (column.kind !== "string")
    return (row) => (Number.isNaN(column.values[row]!) ? undefined : String(column.values[row]));
  return (row) => (column.codes[row]! < 0 ? undefined : column.dictionary[column.codes[row]!]);
}
