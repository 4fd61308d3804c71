import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeXlsx } from "hucre/xlsx";
import { expect, it } from "vitest";
import { inThisProcess } from "./inThisProcess.ts";
import { scratchFolder } from "./runCli.ts";

const syndata = inThisProcess();
const folder = scratchFolder();
const quick = ["--rows", "80", "--quiet", "--set", "report.enabled=false"];
const records = (path: string): string[][] =>
  readFileSync(join(folder, path), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => line.split(","));

async function initAndRun(data: string, model: string): Promise<void> {
  const init = await syndata(["init", data, "-o", "c.synth.json", "--force"], folder);
  expect([init.code, init.stdout]).toEqual([0, "c.synth.json\n"]);
  const done = await syndata(["run", "c.synth.json", "--set", `model.type=${model}`, ...quick], folder);
  expect([done.code, done.stderr]).toEqual([0, ""]);
}

it("a workbook becomes a synthetic CSV: dates, durations beyond a day, numbers and texts", async () => {
  const rows = Array.from({ length: 200 }, (_, i) => [
    new Date(Date.UTC(2024, i % 12, 1 + (i % 28))),
    (20 + ((i * 37) % 900)) / 1440,
    Number((((i * 7919) % 10_007) / 100).toFixed(2)),
    ["web", "desk", "phone"][i % 3]!,
  ]);
  const book = await writeXlsx({
    sheets: [{ name: "Bookings", rows: [["day", "hours", "price", "channel"], ...rows] }],
  });
  writeFileSync(join(folder, "book.xlsx"), book);
  await initAndRun("book.xlsx", "independent");
  const [header, ...made] = records("synthetic/book.csv");
  expect(header!.map((name) => name.replaceAll('"', ""))).toEqual(["day", "hours", "price", "channel"]);
  expect(made).toHaveLength(80);
  for (const [day, hours, price, channel] of made) {
    expect(day).toMatch(/^2024-\d\d-\d\d/);
    expect(Number(hours)).toBeLessThan(1);
    expect(Number(price)).toBeLessThanOrEqual(100.06);
    expect(channel).toMatch(/^"?(web|desk|phone)"?$/);
  }
});

/** A Zstandard frame (RFC 8878) of one raw block of less than 128 kB. */
function zstd(content: Buffer): Buffer {
  const block = Buffer.alloc(3);
  block.writeUIntLE(1 | (content.length << 3), 0, 3);
  return Buffer.concat([Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x58]), block, content]);
}

it("a .zst becomes a CSV without a real personal value, and impute takes its model with a masked column", async () => {
  const lines = Array.from({ length: 1500 }, (_, i) => {
    const size = (i * 31) % 40;
    const weight = i % 9 === 0 ? "" : String(size * 3 + (i % 4));
    const mail = i % 11 === 0 ? "" : `petra.zq${i}@firma.cz`;
    return `${mail},${i % 7 === 0 ? "" : `+420 601 ${String((i * 7919) % 1_000_000).padStart(6, "0")}`},${size},${weight}`;
  });
  const table = `email,phone,size,weight\n${lines.join("\n")}\n`;
  writeFileSync(join(folder, "people.csv.zst"), zstd(Buffer.from(table)));
  writeFileSync(join(folder, "people.csv"), table);
  const init = await syndata(["init", "people.csv.zst", "-o", "p.synth.json"], folder);
  expect(init.code).toBe(0);
  const config = readFileSync(join(folder, "p.synth.json"), "utf8");
  expect(config).toMatch(/"email": \{ "personal": "email", "replace": "invent" \}/);
  const masked = config.replace(
    '"personal": "email", "replace": "invent"',
    '"personal": "email", "replace": "mask"',
  );
  writeFileSync(join(folder, "p.synth.json"), masked);
  const done = await syndata(["run", "p.synth.json", "--set", "output.path=p.csv", ...quick], folder);
  expect([done.code, done.stderr]).toEqual([0, ""]);
  expect(readFileSync(join(folder, "p.csv"), "utf8")).not.toMatch(/zq\d|\+420 601 \d{6}(?!\d).*\n.*zq/);
  const filled = await syndata(["impute", "p.synthmodel", "people.csv", "--out", "full.csv"], folder);
  expect(filled.code).toBe(0);
});
