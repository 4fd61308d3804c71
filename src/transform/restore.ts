import { Random } from "../numerics/random.ts";
import { type Column, makeTable, type Table } from "../table/table.ts";
import { type ColumnPlan, kindOf } from "./columns/columnKinds.ts";
import { restoreDateForms } from "./dateForms.ts";
import { type Arranged, arrangeRows } from "./entities/arrangeRows.ts";
import { levelsOf, orderOf, restoreColumn, sameColumns } from "./entities/restoreUnits.ts";
import { inOrderOf } from "./inOrderOf.ts";
import { columnsAfterRules, outputNames, plansOf, type RestorePlan } from "./restorePlan.ts";
import { cellGroups } from "./rules/exchange/cellGroups.ts";
import { restoreRules } from "./rules/restoreRules.ts";

export interface RestoreContext {
  /** Rows made before this batch: ids and made-up values continue from here. */
  readonly firstRow: number;
  readonly seed: number;
  /** Rows stay in their order and are nobody's: they are real ones. */
  readonly keepRows?: boolean;
  /** Leaves no cell missing whose presence a rule's columns learn together: to fill in cells. */
  readonly complete?: boolean;
}

/**
 * Restores a batch of a model's rows to the full table, in the source's column order: rounded, clipped, dates back, ids
 * unique over all batches of one seed, rare buckets redrawn. The same rows come out whatever the batch size, unless rows of
 * a batch exchange cells so that they keep a rule.
 * @throws ModelError when a pattern cannot make that many ids or a fitted column is not in the batch
 */
export function restoreBatch(plan: RestorePlan, rows: Table, context: RestoreContext): Table {
  const { firstRow, seed } = context;
  const random = new Random(seed).fork("restore");
  const plans = plansOf(plan);
  const people = plan.people ?? null;
  const entities = context.keepRows === true ? [] : (plan.entities ?? []);
  const peopleRandom = random.fork("people");
  const { batch, units }: Arranged =
    entities.length === 0
      ? { batch: rows, units: [] }
      : arrangeRows(levelsOf(plan, entities), rows, {
          firstRow,
          random: peopleRandom.fork("rows"),
          order: orderOf(plan.columns, entities),
        });
  const restored = new Map<string, Column>();
  const idsOf = (name: string, count: number): Column => {
    const ids = plan.columns.find((column) => column.name === name)!;
    return kindOf(ids).restore(ids, {
      batch: { rows: count, columns: [] },
      firstRow: 0,
      random: random.fork(name),
      restored: new Map(),
      plans,
      people: null,
      entities: [],
      units: [],
      peopleRandom,
      idsOf,
    });
  };
  const ordered = inOrderOf(plan.columns, (one) => kindOf(one).after?.(one) ?? []);
  const late = columnsAfterRules(plan);
  const restoreOne = (column: ColumnPlan, known: Map<string, Column>): void => {
    const shared = { restored: known, plans, people, entities, units, peopleRandom, idsOf };
    const source = { ...shared, batch, firstRow, random: random.fork(column.name) };
    known.set(column.name, restoreColumn(column, source));
  };
  for (const column of ordered) if (!late.has(column.name)) restoreOne(column, restored);
  const kept =
    plan.rules === undefined
      ? restored
      : columnsOf(
          restoreRules(plan.rules, restored, batch.rows, {
            complete: context.complete,
            exchange:
              context.keepRows === true
                ? undefined
                : { groups: cellGroups(plan), random: random.fork(`exchange ${firstRow}`) },
          }),
        );
  for (const column of ordered) if (late.has(column.name)) restoreOne(column, kept);
  const table = makeTable(outputNames(plan).map((name) => kept.get(name)!));
  const finished = restoreDateForms(plan.dateForms ?? [], table, {
    batch,
    firstRow,
    random: random.fork("date forms"),
  });
  // rules and forms of dates are kept row by row
  const isLater = plan.rules !== undefined || plan.dateForms !== undefined;
  return units.length > 0 && isLater
    ? makeTable(sameColumns(finished.columns, { entities, units }))
    : finished;
}

function columnsOf({ columns }: Table): Map<string, Column> {
  return new Map(columns.map((column) => [column.name, column]));
}
