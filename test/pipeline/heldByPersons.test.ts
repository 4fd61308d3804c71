import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { afterAll, describe, expect, it } from "vitest";
import { sharedOf } from "../../src/jobs/profile.ts";
import { Random } from "../../src/numerics/random.ts";
import { runPipeline } from "../../src/pipeline/runPipeline.ts";
import { readTable } from "../../src/table/read/read.ts";
import { profilePersonal } from "../../src/transform/personal/profilePersonal.ts";
import { csvOf, pick, rowsOf } from "../transform/throughFile.ts";

const folder = mkdtempSync(join(tmpdir(), "syndata-held-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Row = Readonly<Record<string, string | number>>;
interface Planted {
  readonly rows: readonly Row[];
  /** What only one person has, in dozens of rows: never to be written anywhere. */
  readonly secrets: readonly string[];
  /** What many persons have. */
  readonly shared: readonly string[];
}

const letters = (random: Random, n: number): string =>
  Array.from({ length: n }, () => String.fromCharCode(97 + Math.floor(26 * random.uniform()))).join("");
const day = (n: number): string => new Date(Date.UTC(2023, 0, 1 + n)).toISOString().slice(0, 10);

/** Every table has 60 persons; the first has 60 rows with what nobody else has. */
const persons = 60;
const who = (random: Random, row: number): number =>
  row < persons ? row : row < 2 * persons ? 0 : Math.floor(persons * random.uniform());

function orders(seed: number): Planted {
  const word = letters(new Random(seed).fork("w"), 12);
  const rows = rowsOf(900, seed, (random, row): Row => {
    const person = who(random, row);
    const own = person === 0;
    const ordered = Math.floor(300 * random.uniform());
    return {
      order_no: 5000 + row,
      email: `mail${person}@firma${person % 7}.de`,
      article: own ? `gift ${word}` : `article ${pick(random, ["lamp", "chair", "table", "vase"])}`,
      price: own ? 7391.37 : Number((5 + 90 * random.uniform()).toFixed(2)),
      tags: own ? `new;${word}tag` : pick(random, ["new;sale", "sale", "new", "old;sale", "old;new;sale"]),
      ordered: day(ordered),
      delivered: day(ordered + (own ? 97 : 1 + Math.floor(6 * random.uniform()))),
      note_code: own ? `${word.slice(0, 6).toUpperCase()}-${100 + row}` : `NOTE-${100 + row}`,
    };
  });
  return {
    rows,
    secrets: [word, `${word}tag`, word.slice(0, 6).toUpperCase(), "7391.37"],
    shared: ["lamp", "sale"],
  };
}

function webLog(seed: number): Planted {
  const names = rowsOf(persons, seed + 50, (random) => letters(random, 9));
  const rows = rowsOf(1200, seed, (random, row): Row => {
    const person = who(random, row);
    const page = pick(random, ["home", "news", "help", "about"]);
    const isOwn = row < 3 * persons || random.uniform() < 0.3;
    return {
      time: new Date(Date.UTC(2024, 0, 1) + row * 61_000).toISOString().slice(0, 19),
      user_id: `u-${40_000 + 13 * person}`,
      url: isOwn ? `https://forum.example/u/${names[person]}` : `https://forum.example/${page}`,
      referrer: isOwn ? `/u/${names[person]}/posts/${1 + (row % 9)}` : `/${page}/posts/${1 + (row % 9)}`,
      status: person === 0 ? 418 : pick(random, [200, 304, 404]),
      bytes: person === 0 ? 987_654 : 500 + Math.floor(4000 * random.uniform()),
    };
  });
  return { rows, secrets: [...names, "987654"], shared: ["/news", "/help"] };
}

function visits(seed: number): Planted {
  const illness = letters(new Random(seed).fork("i"), 10);
  const rows = rowsOf(800, seed, (random, row): Row => {
    const person = who(random, row);
    const own = person === 0;
    return {
      patient_id: `P${70_000 + 11 * person}`,
      birth_date: day(-9000 - 200 * person),
      visit: day(row % 365),
      diagnosis: own ? `${illness} syndrome` : pick(random, ["flu", "cold", "fracture", "checkup"]),
      ward: own ? `${illness}-9` : `ward-${1 + (row % 4)}`,
      pressure: own
        ? "231/151"
        : `${110 + Math.floor(30 * random.uniform())}/${70 + Math.floor(20 * random.uniform())}`,
      weight: own ? 243.5 + (row % 5) / 10 : Number((50 + 50 * random.uniform()).toFixed(1)),
    };
  });
  return { rows, secrets: [illness, "243.", "231/151"], shared: ["fracture"] };
}

/** Every byte that a run wrote beside its source, models unpacked, reports and logs among them. */
function written(base: string): string {
  const texts: string[] = [];
  const visit = (path: string): void => {
    for (const name of readdirSync(path)) {
      const at = join(path, name);
      if (statSync(at).isDirectory()) visit(at);
      else if (name.endsWith(".synthmodel"))
        for (const part of Object.values(unzipSync(readFileSync(at))))
          texts.push(Buffer.from(part).toString("latin1"));
      else if (name !== "real.csv") texts.push(readFileSync(at, "latin1"));
    }
  };
  visit(base);
  return texts.join("\n");
}

async function runOf(planted: Planted, type: string, name: string) {
  const base = mkdtempSync(join(folder, name));
  const columns = Object.keys(planted.rows[0]!);
  const csv = csvOf(
    Object.fromEntries(columns.map((column) => [column, planted.rows.map((row) => row[column]!)])),
  );
  writeFileSync(join(base, "real.csv"), csv);
  const config = {
    source: { path: "real.csv" },
    model: { type },
    output: { path: "made.csv", rows: 900 },
    report: { sections: ["fidelity", "privacy"], holdout: 0.1 },
  };
  writeFileSync(join(base, "real.synth.json"), JSON.stringify(config));
  const job = { config: join(base, "real.synth.json"), overrides: {}, resume: false };
  const code = await runPipeline(job, () => undefined, new AbortController().signal);
  const loaded = await readTable(join(base, "real.csv"));
  const profile = sharedOf(profilePersonal(loaded), loaded.table);
  return {
    code,
    everything: `${written(base)}\n${JSON.stringify(profile)}`,
    made: readFileSync(join(base, "made.csv"), "utf8"),
  };
}

describe("what one person alone has, in dozens of rows, is learned, stored and shown nowhere", () => {
  const tables = { orders, webLog, visits };
  for (const [name, make] of Object.entries(tables))
    for (const [type, seed] of [
      ["circuit", 1],
      ["gaussianCopula", 2],
      ["independent", 3],
    ] as const)
      it(`${name}, ${type}`, { timeout: 120_000 }, async () => {
        const planted = make(seed);
        const { code, everything, made } = await runOf(planted, type, name);
        expect(code).toBe(0);
        expect(planted.secrets.filter((secret) => everything.includes(secret))).toEqual([]);
        expect(planted.shared.filter((value) => !made.includes(value))).toEqual([]);
      });
});
