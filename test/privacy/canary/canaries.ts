import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { Random } from "../../../src/numerics/random.ts";

export const rows = 600;

/** What one row of the table has (a category: four rows), and no place may tell. */
const texts = [
  "CANARYcategory",
  "CANARYfour",
  "CANARYTEXT my secret note",
  "ID-7319-QX",
  "canary.person@secret.example",
  "+49 170 5550199",
];
const amount = 987_654.321;
const date = "2089-12-31";
/** Lonely values inside of their columns' ranges, in wide gaps. */
const lonely = 431.27;
const instant = "2022-07-13 05:41:17";
const duration = "07:43:19";

/** 600 rows of every kind of column; row 300 holds the canaries. */
export function canaryTable(): string {
  const random = new Random(7).fork("canaries");
  const word = () => Array.from({ length: 5 }, () => String.fromCharCode(97 + random.below(26))).join("");
  const lines = ["id,email,phone,note,plan,age,amount,joined,delta,gap,seen,took,price"];
  for (let i = 0; i < rows; i++) {
    const person = i === 300;
    const day = new Date(Date.UTC(2020, 0, 1 + random.below(1500))).toISOString().slice(0, 10);
    lines.push(
      [
        person ? "ID-7319-QX" : `ID-${1000 + i}-${word().slice(0, 2).toUpperCase()}`,
        person ? "canary.person@secret.example" : `${word()}.${word()}@mail.example`,
        person ? "+49 170 5550199" : `+49 ${150 + random.below(29)} ${1_000_000 + random.below(8_999_999)}`,
        person ? "CANARYTEXT my secret note" : `${word()} ${word()} ${word()} ${word()} ${word()}`,
        person ? "CANARYcategory" : i % 151 === 7 ? "CANARYfour" : ["basic", "plus", "pro"][random.below(3)],
        person ? 117 : 18 + random.below(62),
        person ? amount : Number((40 + 12 * random.normal()).toFixed(3)),
        person ? date : day,
        random.uniform() < 0.5 ? "yes" : "no",
        person ? lonely : (i % 2) * 900 + random.below(10_000) / 100,
        person
          ? instant
          : `${i % 2 === 0 ? "2020" : "2024"}-0${1 + random.below(9)}-1${random.below(10)} 12:00:00`,
        person ? duration : `0${(i % 2) * 9}:${10 + random.below(50)}:${10 + random.below(50)}`,
        `$${person ? lonely : (i % 2) * 900 + random.below(10_000) / 100}`,
      ].join(","),
    );
  }
  return `${lines.join("\n")}\n`;
}

/** Numbers that would tell the extremes to within one unit, or one day. */
const near: readonly { readonly what: string; readonly from: number; readonly to: number }[] = [
  { what: "the amount", from: amount - 1, to: amount + 1 },
  { what: "the date in ms", from: Date.parse("2089-12-30"), to: Date.parse("2090-01-01") },
  {
    what: "the date in days",
    from: Date.parse(date) / 86_400_000 - 1,
    to: Date.parse(date) / 86_400_000 + 1,
  },
  { what: "the lonely number", from: lonely - 0.005, to: lonely + 0.005 },
  {
    what: "the instant in ms",
    from: Date.parse(`${instant}Z`) - 1000,
    to: Date.parse(`${instant}Z`) + 1000,
  },
  { what: "the duration in s", from: 7 * 3600 + 43 * 60 + 18.5, to: 7 * 3600 + 43 * 60 + 19.5 },
];

/** Numbers as they would stand in binary parts. */
const numbers = [amount, lonely, Date.parse(date), Date.parse(`${instant}Z`), 7 * 3600 + 43 * 60 + 19];
const binary: readonly Buffer[] = numbers.flatMap((value) => {
  const [single, double] = [Buffer.alloc(4), Buffer.alloc(8)];
  single.writeFloatLE(value);
  double.writeDoubleLE(value);
  return [single, double];
});

/** The canaries that a text tells, each with where it was found. */
export function leaksIn(text: string, where: string): string[] {
  const found = texts.filter((canary) => text.includes(canary));
  if (text.includes("2089") && /2089-12-3\d/.test(text)) found.push("the date");
  // a synthetic table may have one of the duration's 36,000 neighbors by chance, but not this instant
  if (text.includes(instant)) found.push("the instant");
  if (text.includes(duration) && !where.endsWith(".csv")) found.push("the duration");
  for (const [token] of text.matchAll(/(?<![\w.])-?(?:\d{5,}(?:\.\d+)?|\d{3}\.\d{2,})/g)) {
    const hit = near.find(({ from, to }) => Number(token) >= from && Number(token) <= to);
    if (hit !== undefined) found.push(hit.what);
  }
  return [...new Set(found)].map((what) => `${what} in ${where}`);
}

/** As text, and as binary numbers. */
function leaksInPart(bytes: Buffer, where: string): string[] {
  const isBinary = bytes.subarray(0, 4096).includes(0);
  const found = isBinary && binary.some((number) => bytes.includes(number)) ? [`a number in ${where}`] : [];
  return [...leaksIn(bytes.toString("latin1"), where), ...found];
}

/** What was found in files that have not changed since, by path. */
const judged = new Map<string, { readonly state: string; readonly leaks: readonly string[] }>();

/** Every file of a folder, models unzipped; `skip` names files that are the user's own data. */
export function leaksUnder(folder: string, skip: (path: string) => boolean): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const path = join(folder, name);
    // a training process whose parent was killed may still be removing its temporary files
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (skip(name) || !found?.isFile()) return [];
    const state = `${found.ino} ${found.size} ${found.ctimeNs}`;
    const known = judged.get(path);
    if (known?.state === state) return [...known.leaks];
    const leaks = leaksInFile(path, name);
    judged.set(path, { state, leaks });
    return leaks;
  });
}

function leaksInFile(path: string, name: string): string[] {
  const bytes = readFileSync(path);
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return leaksInPart(bytes, name);
  return Object.entries(unzipSync(bytes)).flatMap(([part, content]) =>
    leaksInPart(Buffer.from(content), `${name}/${part}`),
  );
}

/** Ages of a column of a table of the plan's kind: none beyond what five rows share. */
export function agesOf(csv: string): number[] {
  const [header, ...lines] = csv.trimEnd().split("\n");
  const at = header!.split(",").indexOf("age");
  return lines.map((line) => Number(line.split(",")[at]));
}
