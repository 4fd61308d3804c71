import { idKinds } from "../../transform/columns/ids/idKinds.ts";
import type { RestorePlan } from "../../transform/restorePlan.ts";

/** Rows of a shard unless a request says otherwise: 64 blocks of the circuit, 16 parts of persons. */
const defaultShardRows = 1_048_576;

/** Where rows of several kinds are mixed within a shard, which is then held in memory. */
const mixedShardRows = 65_536;

/** How the rows of a request are cut into shards. It follows from the request and the model alone, never from who makes them. */
export interface ShardPlan {
  /** Rows in all. */
  readonly rows: number;
  readonly seed: number;
  /** Rows of every shard but the last. */
  readonly shardRows: number;
  /** At least 1. */
  readonly shards: number;
}

interface ShardRequest {
  readonly rows: number;
  readonly seed: number;
  readonly shardRows?: number | undefined;
  /** Rows of several kinds are mixed within each shard. */
  readonly mixed?: boolean;
}

/**
 * The plan of a request. A rule that holds over all rows (combinations that may not repeat) makes the whole table one shard: which
 * row is left out depends on all rows before it.
 */
export function makeShardPlan(
  restore: RestorePlan,
  { rows, seed, mixed = false, shardRows = mixed ? mixedShardRows : defaultShardRows }: ShardRequest,
): ShardPlan {
  const wanted = spansRows(restore) ? Math.max(rows, shardRows) : shardRows;
  return { rows, seed, shardRows: wanted, shards: Math.max(1, Math.ceil(rows / wanted)) };
}

/** The rows of an order or a trip stay within a shard, and its key is in no other. */
function spansRows({ columns, rules, entities = [] }: RestorePlan): boolean {
  const keys = entities.filter(({ key }) =>
    columns.some(({ name, kind }) => name === key && idKinds.has(kind)),
  );
  return (
    rules?.filters.some(
      (rule) => rule.kind === "unique" && !keys.some(({ key }) => rule.columns.includes(key)),
    ) ?? false
  );
}

/** Rows that a shard has to make. */
export function rowsOfShard({ rows, shardRows }: ShardPlan, shard: number): number {
  return Math.min(shardRows, rows - shard * shardRows);
}

/** Seed of the model's random numbers for a round of a shard. The first round of the first shard has the seed of the plan. */
export function seedOfRound({ seed }: ShardPlan, shard: number, round: number): number {
  // an odd factor keeps the seeds of 2^32 shards apart, the golden ratio keeps those of rounds away from each other
  return (seed + Math.imul(shard, 0x9e3779b1) + round) >>> 0;
}

/**
 * Number of the row drawn as the `drawn`-th of a shard: what ids and invented values follow from. The first `shardRows` rows of each
 * shard are numbered as in the table; rows drawn in place of others come after those of all shards, so that no number is given twice.
 */
export function numberOfRow({ shardRows, shards }: ShardPlan, shard: number, drawn: number): number {
  const turn = Math.floor(drawn / shardRows);
  return (turn * shards + shard) * shardRows + (drawn - turn * shardRows);
}
