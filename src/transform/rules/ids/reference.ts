import { z } from "zod";
import type { ColumnSpec } from "../../../config/columnSpec.ts";
import { covers } from "../../../jsonc/covers.ts";
import { codesOf } from "../../../table/codes.ts";
import { columnLength, findColumn, missingCount, type Table } from "../../../table/table.ts";
import type { ColumnKind } from "../../columns/columnKind.ts";
import { idKinds } from "../../columns/ids/idKinds.ts";
import { refuseCondition } from "../../columns/ids/invented.ts";
import { planName } from "../../columns/planFields.ts";
import { type Pool, poolIndex, poolOf, poolSchema } from "../../drawnPool.ts";
import { namesRows } from "../../entities/namesRows.ts";
import type { ColumnRule, Follower } from "../columnRule.ts";

/** Names other rows of the table by the new ids of `to`: as many of them, as often, as the data do; never fitted. */
export interface ReferencePlan {
  readonly kind: "reference";
  readonly name: string;
  readonly to: string;
  /** Share of rows that name none, 0 to 1. */
  readonly missingShare: number;
  readonly pool: Pool;
}

export const referenceRule: ColumnRule = { detect: ({ table, specs }) => findReferring(table, specs) };

export const referenceKind: ColumnKind<ReferencePlan> = {
  schema: covers<ReferencePlan>()(
    z.strictObject({
      kind: z.literal("reference"),
      name: planName,
      to: planName,
      missingShare: z.number().min(0).max(1),
      pool: poolSchema,
    }),
  ),
  problem: ({ to }, { plans }) =>
    idKinds.has(plans.get(to)?.kind ?? "") ? undefined : `names rows by ${to}, which has no ids`,
  after: ({ to }) => [to],
  restore({ name, to, missingShare, pool }, { batch, firstRow, random, idsOf }) {
    const ids = idsOf(to, pool.size);
    const turns = random.fork("row");
    const member = poolIndex(pool, random);
    const rows = Float64Array.from({ length: batch.rows }, (_, row) => {
      turns.position = 4 * (firstRow + row);
      return turns.uniform() < missingShare ? Number.NaN : member(turns.uniform());
    });
    if (ids.kind !== "string")
      return { kind: ids.kind, name, values: rows.map((row) => ids.values[row] ?? Number.NaN) };
    const codes = Int32Array.from(rows, (row) => (Number.isNaN(row) ? -1 : ids.codes[row]!));
    return { kind: "string", name, codes, dictionary: ids.dictionary };
  },
  condition: refuseCondition,
};

/** Columns of ids that repeat, all or many of which are the ids of another column that has one for each row. */
function findReferring(table: Table, specs: readonly ColumnSpec[]): Map<string, Follower> {
  const ids = specs.flatMap((spec) => {
    const column = findColumn(table, spec.name);
    const isId = spec.role === "id" || (spec.sdtype === "id" && spec.role !== "drop");
    return isId && column !== undefined && column.kind !== "datetime" ? [column] : [];
  });
  if (ids.length < 2) return new Map();
  const coded = new Map(ids.map((column) => [column.name, codesOf(column)]));
  const found = new Map<string, Follower>();
  for (const column of ids) {
    const to = namesRows(table, column.name, coded, ids);
    if (to === undefined) continue;
    found.set(column.name, {
      from: [to.name],
      prepare(training, spec, { plans, everyRow }) {
        const whole = everyRow ?? training;
        const pool = poolOf(whole, true);
        if (pool === null || !idKinds.has(plans.get(to.name)?.kind ?? "")) return null;
        const missingShare = spec.missing === "never" ? 0 : missingCount(whole) / columnLength(whole);
        return { plan: { kind: "reference", name: spec.name, to: to.name, missingShare, pool } };
      },
    });
  }
  return found;
}
