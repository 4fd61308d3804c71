import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runNotebook } from "../../src/notebook/runNotebook.ts";
import { NotebookSession } from "../../src/notebook/session.ts";
import { type CellEnd, type GridJson, gridMime, type NotebookEvent } from "../../src/protocol/notebook.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-rules-step-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const path = join(folder, "orders.synthnb");
const session = new NotebookSession();

/** Every personal value of a row holds the row's own word. */
const word = (row: number): string => `zq${String.fromCharCode(97 + (row % 26), 97 + Math.floor(row / 26))}x`;
const rows = Array.from({ length: 400 }, (_, i) => {
  const who = i % 130;
  const net = 100 + ((i * 7919) % 9000);
  const tax = Math.round(net * ((i % 3) + 1) * 0.07);
  return [
    `Jana Novak${word(who)}`,
    `${word(who)}@firma.cz`,
    `DE${100_000_000 + ((who * 104_729) % 800_000_000)}`,
    net,
    tax,
    net + tax,
    (i * 31) % 50,
    ((i * 31) % 50) + ((i * 17) % 40),
  ].join(",");
});
writeFileSync(
  join(folder, "orders.csv"),
  `customer_name,email,vat_id,net,tax,gross,first_day,last_day\n${rows.join("\n")}\n`,
);

async function run(...cells: readonly (object | string)[]) {
  const events: NotebookEvent[] = [];
  const job = {
    path,
    cells: cells.map((cell) =>
      typeof cell === "string"
        ? { kind: "sql" as const, text: cell }
        : { kind: "synth" as const, text: JSON.stringify(cell) },
    ),
  };
  const code = await runNotebook(job, (event) => events.push(event), new AbortController().signal, session);
  const ends = new Map<number, CellEnd>();
  const grids = new Map<number, GridJson>();
  for (const event of events) {
    if (event.type === "end") ends.set(event.cell, event.end);
    if (event.type === "output") grids.set(event.cell, event.outputs[0]?.[gridMime] as GridJson);
  }
  return { code, ends, grids, events };
}

const source = { source: { path: "orders.csv" } };
const values = (grid: GridJson | undefined, name: string) =>
  grid?.columns.find((column) => column.name === name)?.values ?? [];

describe("the rules step of a notebook", () => {
  it("keeps rules in the rows below, shows others, and no output holds a personal value", async () => {
    const ran = await run(
      source,
      { rules: ["first_day <= last_day"] },
      { detectRules: "auto" },
      { model: { type: "independent" } },
      { output: { rows: 300 } },
      { report: {} },
      "SELECT count(*) AS broken FROM synthetic WHERE first_day > last_day OR gross <> net + tax",
      "SELECT * FROM synthetic",
    );
    expect(ran.code).toBe(0);
    expect([values(ran.grids.get(1), "rule")[0], values(ran.grids.get(1), "state")[0]]).toEqual([
      "first_day <= last_day",
      "kept",
    ]);
    const offered = values(ran.grids.get(1), "rule").indexOf("gross = net + tax");
    expect(values(ran.grids.get(1), "state")[offered]).toBe('found; to keep it, add "gross = net + tax"');
    expect(values(ran.grids.get(2), "state")[offered]).toBe("found, kept");
    expect(values(ran.grids.get(6), "broken")).toEqual(["0"]);
    const told = JSON.stringify(ran.events);
    for (const line of readFileSync(join(folder, "orders.csv"), "utf8").trim().split("\n").slice(1))
      for (const value of line.split(",").slice(0, 3)) expect(told).not.toContain(value);
    expect(told).not.toMatch(/zq[a-z]{2}x/);
  });

  it("says which rows break a rule, and learns from them with repair", async () => {
    const rule = "last_day <= 60";
    const refused = await run(source, { rules: [rule] });
    expect([refused.code, refused.ends.get(1)?.state]).toEqual([2, "failed"]);
    expect(refused.ends.get(1)?.message).toMatch(/breaks in \d+ of 400 rows \(rows .*"repair": true/);
    const repaired = await run(
      source,
      { rules: [{ rule, repair: true }] },
      { model: { type: "independent" } },
      { output: { rows: 300 } },
      "SELECT count(*) AS broken FROM synthetic WHERE last_day > 60",
      "SELECT max(last_day) AS last FROM synthetic",
    );
    expect(repaired.code).toBe(0);
    expect(values(repaired.grids.get(4), "broken")).toEqual(["0"]);
    expect(Number(values(repaired.grids.get(5), "last")[0])).toBeGreaterThan(50);
  });
});
