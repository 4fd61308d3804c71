import { type Column, findColumn, type Table, takeColumn } from "../../table/table.ts";
import type { RestoreSource } from "../columns/columnKind.ts";
import { type ColumnPlan, kindOf, modelColumnsOf } from "../columns/columnKinds.ts";
import { idKinds } from "../columns/ids/idKinds.ts";
import type { RestorePlan } from "../restorePlan.ts";
import type { Level } from "./arrangeRows.ts";
import { findDistinct } from "./distinctRows.ts";
import { type EntityPlan, levelOf } from "./entityPlan.ts";
import { findNear } from "./nearRows.ts";

/** The entities of a plan in the terms of the model's table. */
export function levelsOf({ columns }: RestorePlan, entities: readonly EntityPlan[]): Level[] {
  return entities.map((entity) => ({
    ...entity,
    constant: columns
      .filter(({ name }) => entity.columns.includes(name))
      .flatMap((column) => modelColumnsOf(column)),
  }));
}

/**
 * The entities, the innermost one with a date of its rows that lie near each other, and with the columns that differ in all of them;
 * `fitted` and `table` have the same rows.
 */
export function withRows(plan: RestorePlan, fitted: Table, table: Table): EntityPlan[] {
  const entities = [...(plan.entities ?? [])];
  const inner = entities.pop();
  const key = inner === undefined ? undefined : findColumn(table, inner.key);
  if (inner === undefined || key === undefined) return entities;
  const { constant } = levelsOf(plan, [inner])[0]!;
  const varying = plan.columns.filter(({ name }) => !inner.columns.includes(name));
  const [near] = varying.flatMap(({ kind, name }) =>
    kind === "datetime" || kind === "duration" ? (findNear(fitted, name, { constant, key }) ?? []) : [],
  );
  const own = varying.flatMap((column) => {
    const [model, ...more] = modelColumnsOf(column).flatMap((name) => findColumn(fitted, name) ?? []);
    const given = findColumn(table, column.name);
    return model === undefined || more.length > 0 || given === undefined ? [] : [{ model, given }];
  });
  const distinct = findDistinct(own, key);
  return [
    ...entities,
    { ...inner, ...(near !== undefined && { near }), ...(distinct.length > 0 && { distinct }) },
  ];
}

/** The column whose numbers the rows of an innermost entity come in the order of; undefined where none counts them. */
export function orderOf(columns: readonly ColumnPlan[], entities: readonly EntityPlan[]): string | undefined {
  const inner = entities.at(-1)?.key;
  return columns.find((plan) => inner !== undefined && kindOf(plan).ordersRowsOf?.(plan) === inner)?.name;
}

/** Restores a column; the same value in all rows of an entity where it is the same there. */
export function restoreColumn(plan: ColumnPlan, source: RestoreSource): Column {
  const units = source.units[levelOf(source.entities, plan.name)];
  const kind = kindOf(plan);
  if (units === undefined) return kind.restore(plan, source);
  if (!idKinds.has(plan.kind)) return sameInUnits(kind.restore(plan, source), units);
  // ids that count do so without gaps
  const { places, distinct } = placesOf(units);
  const ids = kind.restore(plan, { ...source, batch: { rows: distinct, columns: [] } });
  return takeColumn(ids, places);
}

/** The columns with the value of each entity's first row in all its rows, where they are the same in all its rows. */
export function sameColumns(
  columns: readonly Column[],
  { entities, units }: Pick<RestoreSource, "entities" | "units">,
): Column[] {
  return columns.map((column) => {
    const own = units[levelOf(entities, column.name)];
    return own === undefined ? column : sameInUnits(column, own);
  });
}

function sameInUnits(column: Column, units: Float64Array): Column {
  return takeColumn(column, placesOf(units).firstRows);
}

interface Places {
  /** Each row's entity as a number from 0 in the order of their first rows. */
  readonly places: Int32Array;
  /** The first row of each row's entity. */
  readonly firstRows: Int32Array;
  /** How many entities there are. */
  readonly distinct: number;
}

/** All columns of a batch share the units of a level. */
const known = new WeakMap<Float64Array, Places>();

/** `units`: whole numbers in a range of at most as many as there are rows, as `arrangeRows` gives them. */
function placesOf(units: Float64Array): Places {
  const found = known.get(units);
  if (found !== undefined) return found;
  const made = findPlaces(units);
  known.set(units, made);
  return made;
}

function findPlaces(units: Float64Array): Places {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const unit of units) {
    if (unit < low) low = unit;
    if (unit > high) high = unit;
  }
  const rowOf = new Int32Array(units.length === 0 ? 0 : high - low + 1).fill(-1);
  const places = new Int32Array(units.length);
  const firstRows = new Int32Array(units.length);
  let distinct = 0;
  for (let row = 0; row < units.length; row++) {
    const at = units[row]! - low;
    const first = rowOf[at]!;
    if (first < 0) {
      rowOf[at] = row;
      firstRows[row] = row;
      places[row] = distinct++;
    } else {
      firstRows[row] = first;
      places[row] = places[first]!;
    }
  }
  return { places, firstRows, distinct };
}
