import type { Random } from "../../src/numerics/random.ts";

/** Names of `Object.prototype` and of arrays and functions: an object indexed by data finds them. */
export const builtInNames = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "hasOwnProperty",
  "isPrototypeOf",
  "toLocaleString",
  "__defineGetter__",
  "length",
  "name",
  "then",
];

/** Texts that some program or other takes for something else. */
export const hostileTexts = [
  ...builtInNames,
  "",
  " ",
  "\t",
  "null",
  "NULL",
  "NaN",
  "NA",
  "undefined",
  "true",
  "0",
  "-0",
  "1e999",
  "-Infinity",
  "9007199254740993",
  "0x1F",
  "1_000",
  "007",
  "1,5",
  "1.234.567,89",
  "€ 5",
  "12 %",
  "2023-02-30",
  "9999-12-31",
  "0000-00-00",
  "31/12/99",
  "24:00:00",
  "=1+1",
  "@cmd",
  "+SUM(A1)",
  "-2+3",
  '=cmd|" /C calc"!A0',
  "a,b",
  "a;b",
  'say "hi"',
  "two\nlines",
  "cr\rlf",
  "../../etc/passwd",
  "{{ x }}",
  "<script>alert(1)</script>",
  "$& $1 $`",
  "%s %n",
  "\\",
  "'",
  "`",
  "a.b",
  "a[0]",
  "a/b",
  "\u0000",
  "\u0007bell",
  "\u001b[31mred",
  "\u202Eright to left",
  "\uFEFFmark",
  "\u200B",
  "e\u0301",
  "\u00E9",
  "𝕏",
  "👩‍👩‍👧",
  "\uD800",
  "ＡＢ",
  "x".repeat(3000),
];

export function pick<T>(from: readonly T[], random: Random): T {
  return from[random.below(from.length)]!;
}

/** Makes a cell of a column; the same kind throughout, so that a type can be told. */
export type CellMaker = (row: number, random: Random) => string;

const iso = (random: Random): string =>
  new Date(Date.UTC(1900 + random.below(200), random.below(12), 1 + random.below(28)))
    .toISOString()
    .slice(0, 10);

const makers: readonly (() => CellMaker)[] = [
  () => (_, random) => String(random.below(100)),
  () => (_, random) => (random.normal() * 1000).toFixed(2),
  () => (_, random) => String(random.normal() * 10 ** (random.below(600) - 300)),
  () => (row) => String(2 ** 53 + row * 2),
  () => (row) => `ID-${1000 + row}`,
  () => (_, random) => pick(["red", "green", "blue"], random),
  () => (_, random) => pick(builtInNames, random),
  () => (_, random) => pick(["yes", "no"], random),
  () => (_, random) => pick(["TRUE", "false", ""], random),
  () => (_, random) => iso(random),
  () => (_, random) => `${iso(random)}T${String(random.below(24)).padStart(2, "0")}:30:00Z`,
  () => (_, random) => iso(random).split("-").reverse().join("."),
  () => (_, random) => `${random.below(30)}:${String(random.below(60)).padStart(2, "0")}`,
  () => (_, random) => `$${random.below(5000)}.00`,
  () => (_, random) => `${random.below(100)} %`,
  () => (_, random) => String(random.below(1000)).padStart(5, "0"),
  () => () => "",
  () => () => "constant",
  () => (row, random) => (row % 2 === 0 ? String(random.below(9)) : pick(["n/a", "-", "?"], random)),
  () => (_, random) => pick(hostileTexts, random),
  () => (row, random) => `${pick(hostileTexts, random)} ${row}`,
  () => (_, random) => pick(["1e999", "1e308", "-1e308", "5e-324", "NaN", "inf"], random),
  () => (_, random) => pick(["=1+1", "@cmd", "+4", "-7"], random),
  () => (row) => `${"long text ".repeat(20)}${row}`,
];

/** A column's way of writing cells, with now and then a hostile one between. */
export function cellMaker(random: Random): CellMaker {
  const make = pick(makers, random)();
  const hostile = random.below(4) === 0 ? 0.03 : 0;
  return (row, rows) => (rows.uniform() < hostile ? pick(hostileTexts, rows) : make(row, rows));
}
