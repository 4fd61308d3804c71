import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Random } from "../../src/numerics/random.ts";
import type { GridEvent, GridQuery } from "../../src/protocol/grid.ts";
import { WorkerClient, workerScript } from "../../src/worker/client.ts";

const places = ["Bern", "Basel", "Genève", "Zürich", "Lausanne", "Luzern", "Chur", "Sion"];

/**
 * Opens a CSV of `SYNDATA_GRID_ROWS` (1,000,000) rows in the data grid, through a child process as VS Code does: milliseconds until its
 * first rows, in a new process and in one that is there; until all rows can be jumped to; and of a page at the end, a sort and a filter.
 */
export async function benchGrid(): Promise<Record<string, unknown>> {
  const rows = Number(process.env["SYNDATA_GRID_ROWS"] ?? 1_000_000);
  const folder = mkdtempSync(join(tmpdir(), "syndata-grid-"));
  try {
    const path = join(folder, "rows.csv");
    await writeRows(path, rows);
    const cold = await look(path, new WorkerClient(workerScript()), rows);
    const client = new WorkerClient(workerScript());
    await client.start("openGrid", { grid: "small", data: "examples/penguins.csv" }).result;
    const warm = await look(path, client, rows);
    return { rows, megabytes: statSync(path).size / 1e6, "new process": cold, "process there": warm };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function look(path: string, client: WorkerClient, rows: number): Promise<Record<string, number>> {
  const begun = performance.now();
  const times: Record<string, number> = {};
  const note = (name: string): void => {
    times[name] ??= Math.round(performance.now() - begun);
  };
  const opened = client.start("openGrid", { grid: "bench", data: path }, (event: GridEvent) =>
    note(event.type === "first" ? "first rows" : event.type === "loaded" ? "all rows" : "first summary"),
  );
  await opened.result;
  note("all summaries");
  const page = async (name: string, query: GridQuery, offset: number): Promise<void> => {
    const asked = performance.now();
    await client.start("gridPage", { grid: "bench", query, offset, rows: 100 }).result;
    times[name] = Math.round(performance.now() - asked);
  };
  const all: GridQuery = { sort: null, where: [] };
  await page("page at the end", all, rows - 100);
  await page("sorted", { ...all, sort: { column: 3, descending: true } }, 0);
  await page("filtered", { ...all, where: ["city=Chur"] }, 0);
  client.dispose();
  return times;
}

async function writeRows(path: string, rows: number): Promise<void> {
  const random = new Random(5);
  const file = createWriteStream(path, { highWaterMark: 2 ** 22 });
  file.write("id,day,city,income,age,note\n");
  let lines: string[] = [];
  for (let i = 0; i < rows; i++) {
    const day = `20${10 + (i % 15)}-0${1 + (i % 9)}-1${i % 10}`;
    const income = (random.uniform() * 90_000).toFixed(2);
    lines.push(`C${i},${day},${places[i % 8]},${income},${18 + ((i * 7) % 60)},note ${i % 1000}\n`);
    if (lines.length < 20_000 && i < rows - 1) continue;
    if (!file.write(lines.join(""))) await once(file, "drain");
    lines = [];
  }
  file.end();
  await once(file, "finish");
}
