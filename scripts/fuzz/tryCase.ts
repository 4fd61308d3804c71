import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { Random } from "../../src/numerics/random.ts";
import { hostileConfig } from "./hostileConfig.ts";
import { type GoodFiles, hostileTable } from "./hostileTable.ts";
import { Runner, type StartJob, type Tried } from "./runner.ts";
import { tryConfig } from "./tryConfig.ts";
import { tryTable } from "./tryTable.ts";

export interface TriedCase {
  readonly what: string;
  readonly tried: Tried;
}

/** Tries the hostile input of a number, in a folder of its own below `folder`; `keep` leaves its files. */
export async function tryCase(
  index: number,
  { folder, good, start, keep = false }: CaseOptions,
): Promise<TriedCase> {
  const random = new Random(20261129).fork(`input ${index}`);
  const own = join(folder, `case-${index}`);
  mkdirSync(own);
  const runner = new Runner(start);
  try {
    if (index % 5 < 2) return { what: "config", tried: await tryConfig(hostileConfig(random), own, runner) };
    const file = hostileTable(random, good);
    return { what: file.what, tried: await tryTable(file, own, runner) };
  } finally {
    if (!keep) rmSync(own, { recursive: true, force: true });
  }
}

export interface CaseOptions {
  readonly folder: string;
  readonly good: GoodFiles;
  readonly start: StartJob;
  readonly keep?: boolean;
}

/** A Parquet file, made by a run, and a workbook. */
export async function makeGoodFiles(folder: string, start: StartJob): Promise<GoodFiles> {
  writeFileSync(
    join(folder, "plain.csv"),
    `a,b,c\n${Array.from({ length: 80 }, (_, i) => `${i % 9},x${i % 4},2024-01-${10 + (i % 20)}`).join("\n")}\n`,
  );
  const config = join(folder, "plain.synth.json");
  writeFileSync(
    config,
    JSON.stringify({
      source: { path: "plain.csv" },
      model: { type: "independent" },
      output: { path: "plain.parquet" },
      report: { enabled: false },
    }),
  );
  const ran = await new Runner(start).run(config, []);
  if (ran.ended !== "done" || ran.result.output === null)
    throw new Error(`the Parquet file could not be made: ${JSON.stringify(ran)}`);
  return new Map([
    ["parquet", new Uint8Array(readFileSync(ran.result.output))],
    ["xlsx", workbook()],
  ]);
}

/** The least workbook: one sheet with inline texts and numbers (ECMA-376). */
function workbook(): Uint8Array {
  const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';
  const office = "http://schemas.openxmlformats.org";
  const text = (value: string): string => `<c t="inlineStr"><is><t>${value}</t></is></c>`;
  const rows = Array.from({ length: 40 }, (_, i) => `<row><c><v>${i % 7}</v></c>${text(`x${i % 3}`)}</row>`);
  const files = {
    "[Content_Types].xml": `<Types xmlns="${office}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>`,
    "_rels/.rels": `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    "xl/workbook.xml": `<workbook xmlns="${office}/spreadsheetml/2006/main" xmlns:r="${office}/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships xmlns="${office}/package/2006/relationships"><Relationship Id="r1" Type="${office}/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${office}/spreadsheetml/2006/main"><sheetData><row>${text("number")}${text("letter")}</row>${rows.join("")}</sheetData></worksheet>`,
  };
  return zipSync(
    Object.fromEntries(Object.entries(files).map(([name, content]) => [name, strToU8(head + content)])),
  );
}
