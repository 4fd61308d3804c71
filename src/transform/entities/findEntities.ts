import type { ColumnSpec } from "../../config/columnSpec.ts";
import { exposureOf } from "../../config/personal/personalTypes.ts";
import { type Coded, codesOf, follows, standTogether } from "../../table/codes.ts";
import { findColumn, type Table } from "../../table/table.ts";
import type { EntityPlan } from "./entityPlan.ts";
import { findPersons, followersOf, type NamedEntity, repeats } from "./findPersons.ts";
import { namesRows } from "./namesRows.ts";
import { sizeRuns } from "./sizes.ts";

/**
 * What has several rows in a table, the outermost first: each is the same in all rows of the next, as the customer of an order is.
 * Persons are told by the columns that name them, other entities by ids that repeat. Of entities that are not nested in each other
 * (orders and products) persons come first, then those that most columns follow.
 *
 * @param options.persons whether persons are looked for
 */
export function findEntities(
  table: Table,
  specs: readonly ColumnSpec[],
  { persons: wanted }: { readonly persons: boolean },
): EntityPlan[] {
  const isPersonal =
    wanted && specs.some(({ personal }) => personal && exposureOf(personal.type) === "direct");
  const ids = specs.filter(
    ({ role, sdtype, personal }) => role === "id" && sdtype === "id" && personal?.replace !== "invent",
  );
  if (!isPersonal && ids.length === 0) return [];
  const coded = new Map<string, Coded>();
  const add = (name: string): void => {
    const column = findColumn(table, name);
    if (column !== undefined && !coded.has(name)) coded.set(name, codesOf(column));
  };
  for (const { name } of ids) add(name);
  const keys = ids.filter(
    ({ name }) =>
      coded.has(name) && repeats(coded.get(name)!) && namesRows(table, name, coded, ids) === undefined,
  );
  if (!isPersonal && keys.length === 0) return [];
  for (const { name, role } of specs) if (role !== "drop") add(name);
  const persons = isPersonal ? findPersons(specs, coded) : null;
  const others = keys
    .map(({ name }) => ({ key: name, columns: followersOf(name, specs, coded) }))
    .sort((a, b) => weightOf(b, coded) - weightOf(a, coded));
  return plansOf(nested(persons === null ? others : [persons, ...others], coded), coded);
}

/** The same with the columns of `table` that are learned in place of others and are the same in all rows, too. */
export function withLearned(entities: readonly EntityPlan[], table: Table, whole: Table): EntityPlan[] {
  return entities.map((entity) => {
    const key = findColumn(table, entity.key);
    if (key === undefined) return entity;
    const own = codesOf(key);
    const more = table.columns.filter(
      (column) => findColumn(whole, column.name) === undefined && follows(codesOf(column).codes, own),
    );
    return more.length === 0
      ? entity
      : { ...entity, columns: [...entity.columns, ...more.map(({ name }) => name)] };
  });
}

/** How much speaks for a key: the columns that follow it, of more than one value, and whether its rows stand together. */
function weightOf({ key, columns }: NamedEntity, coded: ReadonlyMap<string, Coded>): number {
  return (
    columns.filter((name) => coded.get(name)!.distinct > 1).length + (standTogether(coded.get(key)!) ? 2 : 0)
  );
}

/** Of entities in the order of their weight those that are nested in each other, the outermost first. */
function nested(entities: readonly NamedEntity[], coded: ReadonlyMap<string, Coded>): NamedEntity[] {
  let chain: NamedEntity[] = [];
  const within = (inner: NamedEntity, outer: NamedEntity): boolean =>
    follows(coded.get(outer.key)!.codes, coded.get(inner.key)!);
  for (const entity of entities) {
    const outside = chain.filter((other) => within(entity, other));
    const inside = chain.filter((other) => within(other, entity));
    // neither crossing another entity nor the same one by another name
    if (outside.length + inside.length !== chain.length) continue;
    chain = [...outside, entity, ...inside];
  }
  return chain;
}

function plansOf(chain: readonly NamedEntity[], coded: ReadonlyMap<string, Coded>): EntityPlan[] {
  return chain.map(({ key, columns }, level) => {
    const own = coded.get(key)!;
    const inner = chain[level + 1];
    const counts = inner === undefined ? rowsOf(own) : innerOf(own, coded.get(inner.key)!);
    const minEntities = Math.min(5, Math.max(1, Math.floor(own.distinct / 20)));
    return {
      key,
      columns,
      sizes: sizeRuns(counts, minEntities),
      ...(!standTogether(own) && { scattered: true as const }),
    };
  });
}

function rowsOf({ codes, distinct }: Coded): Int32Array {
  const counts = new Int32Array(distinct);
  for (const code of codes) if (code >= 0) counts[code]!++;
  return counts;
}

/** How many inner entities each one has, at least 1. */
function innerOf({ codes, distinct }: Coded, inner: Coded): Int32Array {
  const counts = new Int32Array(distinct);
  const seen = new Uint8Array(inner.distinct);
  for (let row = 0; row < codes.length; row++) {
    const at = inner.codes[row]!;
    if (codes[row]! < 0 || at < 0 || seen[at] === 1) continue;
    seen[at] = 1;
    counts[codes[row]!]!++;
  }
  return counts.map((count) => Math.max(1, count));
}
