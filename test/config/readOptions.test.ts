import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parseConfig } from "../../src/config/parseConfig.ts";
import { readOptions } from "../../src/config/readOptions.ts";
import { soundReadOptions } from "../../src/config/soundReadOptions.ts";
import { NotebookSession } from "../../src/notebook/session.ts";
import { compareFiles } from "../../src/pipeline/compareFiles.ts";
import { validate } from "../../src/pipeline/stages/validate.ts";
import { DatePattern } from "../../src/table/cells/datePattern.ts";
import { profileTable } from "../../src/table/profile/profileTable.ts";
import type { TableProfile } from "../../src/table/profile/tableProfile.ts";
import { readTable } from "../../src/table/read/read.ts";
import { fileOf } from "../table/files.ts";

/** Names that every object has anyhow, which a plain look-up finds. */
const names = ["when", "constructor", "toString", "hasOwnProperty", "valueOf", "Größe (m²)"];

/** Days that both readings allow. */
const dates = fc.array(
  fc.record({ day: fc.integer({ min: 1, max: 12 }), month: fc.integer({ min: 1, max: 12 }) }),
  { minLength: 60, maxLength: 80 },
);

const forms = ["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%m.%d.%Y", "%d-%m-%Y", "%m-%d-%Y"];

/** The same table as CSV and as NDJSON, whose config says how its dates are written. */
const sources = fc.record({
  dates,
  name: fc.constantFrom(...names),
  form: fc.constantFrom(...forms),
  type: fc.constantFrom("csv", "ndjson"),
});

function write(source: typeof sources extends fc.Arbitrary<infer T> ? T : never) {
  const pattern = new DatePattern(source.form);
  const written = source.dates.map(({ day, month }) => pattern.format(Date.UTC(2021, month - 1, day)));
  const text =
    source.type === "csv"
      ? [`${source.name},n`, ...written.map((cell, i) => `${cell},${i % 7}`)].join("\n")
      : written.map((cell, i) => JSON.stringify({ [source.name]: cell, n: i % 7 })).join("\n");
  const data = fileOf(text, `dates.${source.type}`);
  const config = join(dirname(data), `${source.type}-${source.name.length}.synth.json`);
  const json = JSON.stringify({
    source: { path: data },
    columns: { [source.name]: { type: "datetime", format: source.form } },
    report: { enabled: false },
  });
  writeFileSync(config, json);
  return { data, config, json, first: new DatePattern(source.form).parse(written[0]!) };
}

function minimum(profile: TableProfile, name: string): number | null {
  return profile.columns.find((column) => column.name === name)!.min;
}

test("the run, the editor's profile and a notebook read the same dates, whatever the column's name", async () => {
  await fc.assert(
    fc.asyncProperty(sources, async (source) => {
      const { data, config, json } = write(source);
      const real = Math.min(...source.dates.map(({ day, month }) => Date.UTC(2021, month - 1, day)));
      const plan = await validate(config, {});
      expect(minimum(plan.profile, source.name)).toBe(real);
      const parsed = parseConfig(json, config);
      const editor = profileTable(await readTable(data, soundReadOptions(parsed.value)));
      expect(editor).toEqual(plan.profile);
      const notebook = await new NotebookSession().source(plan.config, data, tmpdir());
      expect(notebook.profile).toEqual(plan.profile);
      const sent = JSON.parse(JSON.stringify(readOptions(plan.config.source, plan.config.columns)));
      expect(profileTable(await readTable(data, sent))).toEqual(plan.profile);
    }),
    { numRuns: 20 },
  );
});

test("a notebook reads its source again when only the form of its dates has changed", async () => {
  const source = {
    type: "csv" as const,
    dates: Array.from({ length: 60 }, (_, i) => ({ day: (i % 12) + 1, month: (i % 5) + 1 })),
    name: "when",
    form: "%d/%m/%Y",
  };
  const { data, config } = write(source);
  const { config: read } = await validate(config, {});
  const session = new NotebookSession();
  const european = await session.source(read, data, tmpdir());
  const american = await session.source(
    { ...read, columns: { when: { format: "%m/%d/%Y" } } },
    data,
    tmpdir(),
  );
  expect(minimum(american.profile, "when")).toBe(Date.UTC(2021, 0, 1));
  expect(american.profile).not.toEqual(european.profile);
});

test("what is wrong elsewhere in a config does not change how its source is read", () => {
  const value = {
    source: { path: "a.csv", delimiter: ";", missing: ["-"] },
    columns: { a: { type: "nonsense" }, b: { format: "%d/%m/%Y", min: [] }, c: { format: 7 }, d: null },
    model: 5,
  };
  expect(soundReadOptions(value)).toEqual({
    delimiter: ";",
    missing: ["-"],
    dateFormats: { b: "%d/%m/%Y" },
  });
  for (const nothing of [undefined, null, 5, [], { source: 7, columns: [] }])
    expect(soundReadOptions(nothing)).toEqual({});
});

test("a column named like a member of every object takes part in a report on two files", async () => {
  for (const name of ["constructor", "toString", "__proto__"]) {
    const rows = Array.from({ length: 60 }, (_, i) => `2021-0${1 + (i % 9)}-1${i % 7},${i % 3}`);
    const data = fileOf([`${name},n`, ...rows].join("\n"));
    const report = await compareFiles(
      { real: data, synthetic: data, sections: ["fidelity"] },
      () => undefined,
      new AbortController().signal,
    );
    expect(report.tables.real.rows).toBe(60);
  }
});
