import { once } from "node:events";
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "../src/numerics/random.ts";
import { profileTable } from "../src/table/profile/profileTable.ts";
import { type LoadedTable, readTable } from "../src/table/read/read.ts";
import { openTableWriter } from "../src/table/write/write.ts";

const adult = fileURLToPath(new URL("../examples/adult.csv", import.meta.url));

/** Reading, profiling and writing: Adult, a table of 1,000,000 × 20, and Adult-like rows written until 2,000,000. */
export async function benchTable(): Promise<Record<string, unknown>> {
  const folder = mkdtempSync(join(tmpdir(), "syndata-bench-"));
  try {
    const loaded = await readTable(adult);
    const adultReadMs = await best(5, () => readTable(adult));
    const adultProfileMs = await best(5, async () => profileTable(loaded));
    const adultWriteRowsPerS = await writeRate(loaded, join(folder, "adult.csv"), 2_000_000);
    const large = join(folder, "large.csv");
    await writeLarge(large, 1_000_000);
    const readMs = await best(2, () => readTable(large));
    const wide = await readTable(large);
    const profileMs = await best(2, async () => profileTable(wide));
    const writeRowsPerS = await writeRate(wide, join(folder, "copy.csv"), 1_000_000);
    return {
      adultReadMs,
      adultProfileMs,
      adultWriteRowsPerS,
      largeMb: statSync(large).size / 1e6,
      largeReadMs: readMs,
      largeProfileMs: profileMs,
      largeWriteRowsPerS: writeRowsPerS,
      peakMb: process.resourceUsage().maxRSS / 1e3,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function best(runs: number, work: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < runs; i++) {
    const start = performance.now();
    await work();
    least = Math.min(least, performance.now() - start);
  }
  return least;
}

async function writeRate(loaded: LoadedTable, path: string, rows: number): Promise<number> {
  const columns = loaded.table.columns.map((c, k) => ({ name: c.name, format: loaded.formats[k]! }));
  const times = Math.ceil(rows / loaded.table.rows);
  const ms = await best(3, async () => {
    const writer = await openTableWriter(path, loaded.format, columns);
    for (let i = 0; i < times; i++) await writer.write(loaded.table);
    await writer.close();
  });
  return (1000 * times * loaded.table.rows) / ms;
}

const words = [
  "Private",
  "Self-emp-not-inc",
  "State-gov",
  "Married-civ-spouse",
  "Never-married",
  "Exec, managerial",
];

/** 6 integers, 6 decimals, 6 categories, a timestamp and an id per row. */
async function writeLarge(path: string, rows: number): Promise<void> {
  const random = new Random(1);
  const file = createWriteStream(path);
  const names = ["i", "d", "c"].flatMap((kind) => [1, 2, 3, 4, 5, 6].map((k) => kind + k));
  let text = `${[...names, "time", "id"].join()}\n`;
  for (let i = 0; i < rows; i++) {
    const row: string[] = [];
    for (let k = 1; k <= 6; k++) row.push(String(Math.floor(random.uniform() * 10 ** k)));
    for (let k = 1; k <= 6; k++) row.push((random.uniform() * 1000).toFixed(k));
    for (let k = 1; k <= 6; k++) {
      const word = words[Math.floor(random.uniform() * words.length)]!;
      row.push(word.includes(",") ? `"${word}"` : word);
    }
    row.push(new Date(1.6e12 + Math.floor(random.uniform() * 1e8) * 1000).toISOString().slice(0, 19));
    row.push(`ID-${String(i).padStart(8, "0")}`);
    text += `${row.join()}\n`;
    if (text.length > 1 << 20) {
      if (!file.write(text)) await once(file, "drain");
      text = "";
    }
  }
  file.end(text);
  await once(file, "close");
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchTable());
