import { nextTurn } from "../../numerics/breathe.ts";
import { firstRows, type Table, takeRows } from "../../table/table.ts";
import { ModelError } from "../../transform/modelTable.ts";
import type { SampleOptions } from "../synthesizer.ts";
import type { RowTest } from "./conditionPlan.ts";

/** Rows drawn before conditions met by fewer than one row in a thousand are given up. */
const patience = 100_000;
const minShare = 1e-3;

/**
 * Streams `rows` rows that pass every test, out of tables drawn one after the other.
 * @throws ModelError naming the rarest condition when hardly any row passes
 */
export async function* rowsThatPass(
  draw: () => Promise<Table>,
  tests: readonly RowTest[],
  rows: number,
  options: SampleOptions,
): AsyncGenerator<Table> {
  const passed = tests.map(() => 0);
  let drawn = 0;
  for (let left = rows; left > 0; ) {
    options.signal?.throwIfAborted();
    let table = await draw();
    drawn += table.rows;
    if (tests.length > 0) {
      const keep = new Uint8Array(table.rows).fill(1);
      tests.forEach((test, i) => {
        passed[i]! += test.apply(table, keep);
      });
      table = takeRows(table, indicesOf(keep));
      if (drawn >= patience && (rows - left + table.rows) / drawn < minShare)
        throw tooRare(tests, passed, drawn);
    }
    table = firstRows(table, left);
    left -= table.rows;
    if (table.rows > 0) yield table;
    await nextTurn();
  }
}

function tooRare(tests: readonly RowTest[], passed: readonly number[], drawn: number): ModelError {
  let rarest = 0;
  for (let i = 1; i < tests.length; i++) if (passed[i]! < passed[rarest]!) rarest = i;
  const share = `${passed[rarest]} of ${drawn} sampled rows`;
  return new ModelError(
    `the conditions are met too rarely to sample: \`${tests[rarest]!.text}\` holds in ${share}. Widen or drop it.`,
  );
}

function indicesOf(keep: Uint8Array): Uint32Array {
  const index = new Uint32Array(keep.length);
  let n = 0;
  for (let i = 0; i < keep.length; i++) if (keep[i] === 1) index[n++] = i;
  return index.subarray(0, n);
}
