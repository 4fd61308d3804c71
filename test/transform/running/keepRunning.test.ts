import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Rule } from "../../../src/config/rules/ruleSyntax.ts";
import { Random } from "../../../src/numerics/random.ts";
import {
  makeTable,
  type NumberColumn,
  type StringColumn,
  type Table,
  takeColumn,
} from "../../../src/table/table.ts";
import { prepare } from "../../../src/transform/prepare.ts";
import { restoreBatch } from "../../../src/transform/restore.ts";
import { orderRows } from "../../../src/transform/rowOrder.ts";
import { detectRules } from "../../../src/transform/rules/detect/detectRules.ts";
import { keepRunning } from "../../../src/transform/running/keepRunning.ts";
import { loadCsv } from "../personal/orders.ts";

const dayMs = 86_400_000;
const dateOf = (day: number) => new Date(day * dayMs).toISOString().slice(0, 10);

const ledgers = fc.record({
  seed: fc.nat(1e6),
  keys: fc.constantFrom(1, 4, 12),
  decimals: fc.constantFrom(0, 2),
  kind: fc.constantFrom("signed" as const, "inAndOut" as const, "cumulative" as const, "stock" as const),
  newestFirst: fc.boolean(),
  dated: fc.boolean(),
  together: fc.boolean(),
});
type Ledger = typeof ledgers extends fc.Arbitrary<infer T> ? T : never;

interface Row {
  readonly key: number;
  readonly day: number;
  readonly cells: readonly (number | "")[];
}

const names = {
  signed: ["amount", "total"],
  inAndOut: ["paid_in", "paid_out", "total"],
  cumulative: ["amount", "total"],
  stock: ["opening", "received", "issued", "total"],
} as const;

function rowsOf({ seed, keys, decimals, kind }: Ledger): Row[] {
  const random = new Random(seed);
  const scale = 10 ** decimals;
  return Array.from({ length: keys }, (_, key) => {
    let total = kind === "cumulative" ? 0 : Math.floor((200 + 300 * random.uniform()) * scale);
    let day = 19_000;
    return Array.from({ length: Math.ceil(480 / keys) }, (): Row => {
      day += 1 + random.below(3);
      const before = total;
      const size = Math.floor(1 + 30 * random.uniform() ** 2 * scale);
      const shown = (ticks: number) => Number((ticks / scale).toFixed(decimals));
      if (kind === "cumulative") {
        total += size;
        return { key, day, cells: [shown(size), shown(total)] };
      }
      if (kind === "stock") {
        const issued = Math.min(total, size);
        const received = total - issued < 40 * scale ? 150 * scale : 0;
        total += received - issued;
        return { key, day, cells: [shown(before), shown(received), shown(issued), shown(total)] };
      }
      const move = random.uniform() < 0.5 ? size : -size;
      total += move;
      const [paid, spent] = [move > 0 ? shown(move) : ("" as const), move < 0 ? shown(-move) : ("" as const)];
      return {
        key,
        day,
        cells: kind === "signed" ? [shown(move), shown(total)] : [paid, spent, shown(total)],
      };
    });
  }).flat();
}

function csvOf(ledger: Ledger): string {
  const { kind, keys, dated, newestFirst, together, decimals } = ledger;
  const rows = rowsOf(ledger);
  if (!together) rows.sort((a, b) => a.day - b.day);
  if (newestFirst) rows.reverse();
  const header = [...(keys > 1 ? ["account"] : []), ...(dated ? ["day"] : []), ...names[kind], "note"];
  const lines = rows.map(({ key, day, cells }, i) =>
    [
      ...(keys > 1 ? [`A${key}`] : []),
      ...(dated ? [dateOf(day)] : []),
      ...cells.map((cell) => (cell === "" ? "" : cell.toFixed(decimals))),
      ["x", "y", "z"][i % 3],
    ].join(),
  );
  return `${header.join()}\n${lines.join("\n")}\n`;
}

/** The rows of a model that knows single columns only, finished. */
async function generate(ledger: Ledger): Promise<{ made: Table; real: Table; rules: readonly Rule[] }> {
  const { loaded, specs } = await loadCsv(csvOf(ledger));
  const found = ledger.kind === "stock" ? await detectRules(loaded.table, specs, { seed: 1 }) : [];
  const rules = found.filter(({ broken, heldBroken }) => broken + heldBroken === 0).map(({ rule }) => rule);
  const sums = rules.filter(({ kind }) => kind === "check");
  const { data, restore } = prepare(loaded.table, specs, { seed: 1, rules: sums, everyRow: loaded.table });
  const random = new Random(ledger.seed + 1);
  const columns = data.table.columns.map((column) =>
    takeColumn(
      column,
      random.permutation(column.kind === "string" ? column.codes.length : column.values.length),
    ),
  );
  const rows = loaded.table.rows;
  const restored = restoreBatch(restore, { rows, columns }, { firstRow: 0, seed: 1 });
  return { made: keepRunning(restore, orderRows(restore, restored)), real: loaded.table, rules: sums };
}

const numbers = (table: Table, name: string) =>
  (table.columns.find((column) => column.name === name) as NumberColumn).values;

describe("totals that go on from row to row", () => {
  it("do so in the new table, in the order of its dates, in every key", async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, async (ledger) => {
        const { made, real } = await generate(ledger);
        const { kind, decimals, newestFirst } = ledger;
        const account = made.columns.find(({ name }) => name === "account") as StringColumn | undefined;
        const total = numbers(made, "total");
        const own = (name: string) => numbers(made, name).map((value) => value || 0);
        const added =
          kind === "stock"
            ? own("received").map((value, i) => value - own("issued")[i]!)
            : kind === "inAndOut"
              ? own("paid_in").map((value, i) => value - own("paid_out")[i]!)
              : own("amount");
        const days = ledger.dated ? numbers(made, "day") : undefined;
        const before = new Map<number, number>();
        const broken: number[] = [];
        for (let at = 0; at < made.rows; at++) {
          const row = newestFirst ? made.rows - 1 - at : at;
          const last = before.get(account?.codes[row] ?? 0);
          before.set(account?.codes[row] ?? 0, row);
          if (days !== undefined && last !== undefined && days[row]! < days[last]!) broken.push(row);
          const from =
            last === undefined ? (kind === "cumulative" ? 0 : total[row]! - added[row]!) : total[last]!;
          if (Math.abs(from + added[row]! - total[row]!) > 1e-6) broken.push(row);
          if (kind === "stock" && Math.abs(numbers(made, "opening")[row]! - from) > 1e-6) broken.push(row);
          if (Math.abs(total[row]! * 10 ** decimals - Math.round(total[row]! * 10 ** decimals)) > 1e-6)
            broken.push(row);
        }
        expect(broken.length).toBe(0);
        if (kind === "stock") {
          const [low, high] = [Math.min(...numbers(real, "total")), Math.max(...numbers(real, "total"))];
          expect(total.filter((value) => value < low || value > high).length).toBeLessThan(0.02 * made.rows);
        }
      }),
      { numRuns: 24, seed: 11 },
    );
  });

  it("are not seen in columns that have nothing to do with each other", async () => {
    const random = new Random(3);
    const lines = Array.from({ length: 500 }, (_, i) =>
      [`A${i % 5}`, random.below(50), random.below(50), random.below(900)].join(),
    );
    const { loaded, specs } = await loadCsv(`account,amount,fee,total\n${lines.join("\n")}\n`);
    expect(prepare(loaded.table, specs, { seed: 1 }).restore.running).toBeUndefined();
    expect(makeTable(loaded.table.columns).rows).toBe(500);
  });
});
