import { checkBatch } from "../../models/checkBatch.ts";
import type { FittedModel } from "../../models/synthesizer.ts";
import { Random } from "../../numerics/random.ts";
import { concatTables } from "../../table/concat.ts";
import type { Condition } from "../../table/condition.ts";
import { sliceRows, type Table, takeRows } from "../../table/table.ts";
import { entityRows } from "../../transform/entities/entityPlan.ts";
import { blanker } from "../../transform/entities/firstLines.ts";
import { recount } from "../../transform/entities/recount.ts";
import { restoreBatch } from "../../transform/restore.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";
import { orderRows } from "../../transform/rowOrder.ts";
import { exchangedRules } from "../../transform/rules/exchange/exchangeCells.ts";
import { makeRowFilter, type RowFilter } from "../../transform/rules/rowFilter.ts";
import { keepRunning } from "../../transform/running/keepRunning.ts";
import type { RowPart } from "../savedModel/rowParts.ts";
import { numberOfRow, rowsOfShard, type ShardPlan, seedOfRound } from "./shardPlan.ts";
import { rowsOfShares } from "./shares.ts";

/** Where rows come from. */
export interface RowSource {
  readonly model: FittedModel;
  readonly restore: RestorePlan;
  readonly plan: ShardPlan;
  readonly where?: readonly Condition[] | undefined;
  /** Leaves restored rows out, others being drawn for them; those that break a rule of the plan when left out. */
  readonly filter?: RowFilter | undefined;
  /** Something is asked of single rows, which they keep: totals do not go on from row to row, and no cell is left to the first row of its key. */
  readonly asked?: boolean | undefined;
  /** Kinds of rows with their shares, in place of `where` and `filter`: every shard mixes them. */
  readonly parts?: readonly RowPart[] | undefined;
  readonly signal: AbortSignal;
}

/** Rows that exchange cells so that all keep a rule: the fewer, the more often one finds no partner. */
const exchangeRows = 16_384;
/** Batches without a row that passes the filter, one after another, before sampling gives up. */
const maxFruitless = 60;
/** Rows drawn for a row kept, at most. */
const maxDrawn = 500;
/** Rows asked of the model at once in later rounds. */
const maxRound = 1_000_000;
const minDrawn = 2000;

/**
 * Finished rows of the table that the plan describes, from row `firstRow` on, `rows` of them, whichever kind of model it is. The
 * same rows come out whatever the ranges asked for: every shard has random numbers of its own, and what has to differ between rows
 * (ids, persons) follows from the number of the row and the seed. A range that begins within a shard draws that shard from its start.
 * A shard has fewer rows than planned when too few of those drawn pass the filter; the next one keeps its place.
 */
export async function* sampleRange(
  source: RowSource,
  { firstRow, rows }: { readonly firstRow: number; readonly rows: number },
): AsyncIterable<Table> {
  const { plan } = source;
  const end = Math.min(firstRow + rows, plan.rows);
  for (let shard = Math.floor(firstRow / plan.shardRows); shard * plan.shardRows < end; shard++) {
    let at = shard * plan.shardRows;
    for await (const table of shardRowsOf(source, shard)) {
      const part = sliceRows(table, Math.max(0, firstRow - at), Math.min(table.rows, end - at));
      if (part.rows > 0) yield part;
      at += table.rows;
      if (at >= end) break;
    }
  }
}

/** Cells of rows that are put in order at once, at most. */
const orderedCells = 2e7;

/** The rows of a shard, in the order of the data's where these have one: at most so many at once as the memory holds. */
async function* shardRowsOf(source: RowSource, shard: number): AsyncIterable<Table> {
  const { restore, parts, asked } = source;
  const drawn = drawShard(source, shard);
  const isMixed = parts !== undefined && (restore.entities ?? []).length > 0;
  const isPlain = parts === undefined && asked !== true;
  const goesOn = isPlain && (restore.running ?? []).length > 0;
  const blank = isPlain && restore.firstLines !== undefined ? blanker(restore.firstLines) : undefined;
  if (restore.order === undefined && !isMixed && !goesOn && blank === undefined) yield* drawn;
  else {
    const most = Math.ceil(orderedCells / Math.max(1, restore.columns.length));
    for await (const table of cut(gathered(drawn, most), most)) {
      const ordered = orderRows(restore, table);
      const finished = goesOn ? keepRunning(restore, ordered) : ordered;
      yield blank?.(finished) ?? finished;
    }
  }
}

/** Tables cut into parts of at most so many rows. */
async function* cut(tables: AsyncIterable<Table>, most: number): AsyncIterable<Table> {
  for await (const table of tables)
    for (let from = 0; from < table.rows; from += most)
      yield sliceRows(table, from, Math.min(table.rows, from + most));
}

/** Restored rows of a shard that pass the filter: as many as planned, or fewer where they are too rare. */
async function* drawShard(source: RowSource, shard: number): AsyncIterable<Table> {
  const { plan, parts } = source;
  const planned = rowsOfShard(plan, shard);
  const turn: Turn = { shard, planned, drawn: 0, round: 0 };
  if (parts === undefined) {
    yield* drawRows(source, turn);
    return;
  }
  const tables: Table[] = [];
  const shares = parts.map(({ share }) => share);
  const counts = rowsOfShares(shares, shard * plan.shardRows, planned);
  for (const [i, { where, filter }] of parts.entries()) {
    turn.planned = counts[i]!;
    for await (const table of drawRows({ ...source, where, filter }, turn)) tables.push(table);
  }
  if (tables.length === 0) return;
  const all = concatTables(tables);
  yield takeRows(all, new Random(plan.seed).fork(`mix ${shard}`).permutation(all.rows));
}

/** Where in a shard sampling stands: what is drawn is numbered on, and every round has a seed of its own. */
interface Turn {
  readonly shard: number;
  /** Rows wanted of the kind that is being drawn. */
  planned: number;
  /** Rows of this shard drawn so far, those left out among them. */
  drawn: number;
  /** Rounds of this shard so far. */
  round: number;
}

/** Draws the rows of one kind. */
async function* drawRows(source: RowSource, turn: Turn): AsyncIterable<Table> {
  const { plan, signal, where, filter = makeRowFilter(source.restore.rules, []) } = source;
  const { shard, planned } = turn;
  const before = turn.drawn;
  let left = planned;
  let fruitless = 0;
  for (let first = true; left > 0; first = false) {
    const drawn = turn.drawn - before;
    const share = first ? 1 : Math.max(1 / maxDrawn, (planned - left) / Math.max(1, drawn));
    const wanted = first ? planned : Math.ceil(Math.min(maxRound, (1.1 * left) / share));
    const batches = source.model.sample(wanted, {
      seed: seedOfRound(plan, shard, turn.round++),
      signal,
      plannedRows: plan.rows,
      ...(where && { where }),
    });
    for await (const batch of inTurns(source, batches, turn.drawn)) {
      checkBatch(batch, source.model.columns);
      const firstRow = numberOfRow(plan, shard, turn.drawn);
      const restored = restoreBatch(source.restore, batch, { firstRow, seed: plan.seed });
      turn.drawn += batch.rows;
      const kept = filter === undefined ? restored : filter(restored);
      const passed = kept.rows === restored.rows ? kept : recount(source.restore.columns, kept);
      fruitless = passed.rows === 0 ? fruitless + 1 : 0;
      const table = sliceRows(passed, 0, Math.min(left, passed.rows));
      left -= table.rows;
      if (table.rows > 0) yield table;
      if (left === 0 || fruitless >= maxFruitless) break;
    }
    const tooMany = turn.drawn - before >= maxDrawn * Math.max(planned, minDrawn);
    if (fruitless >= maxFruitless || tooMany) break;
  }
}

/** The model's batches, in larger parts where rows of persons or cells are exchanged within them, cut where the numbers of rows jump. */
async function* inTurns(
  { restore, plan }: RowSource,
  batches: AsyncIterable<Table>,
  drawnBefore: number,
): AsyncIterable<Table> {
  let drawn = drawnBefore;
  const least =
    (restore.entities ?? []).length > 0
      ? entityRows
      : restore.rules && exchangedRules(restore.rules).length > 0
        ? exchangeRows
        : 0;
  for await (const batch of least > 0 ? gathered(batches, least) : batches)
    for (let from = 0; from < batch.rows; ) {
      const to = Math.min(batch.rows, from + plan.shardRows - (drawn % plan.shardRows));
      yield sliceRows(batch, from, to);
      drawn += to - from;
      from = to;
    }
}

/** The same rows in parts of at least so many rows, but for the last. */
async function* gathered(batches: AsyncIterable<Table>, rows: number): AsyncIterable<Table> {
  let parts: Table[] = [];
  let held = 0;
  for await (const batch of batches) {
    parts.push(batch);
    held += batch.rows;
    if (held < rows) continue;
    yield concatTables(parts);
    parts = [];
    held = 0;
  }
  if (parts.length > 0) yield concatTables(parts);
}
