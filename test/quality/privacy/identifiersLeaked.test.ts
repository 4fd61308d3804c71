import { describe, expect, it } from "vitest";
import { identifiersLeaked } from "../../../src/quality/privacy/identifiersLeaked.ts";
import type { ReportInput } from "../../../src/quality/reportInput.ts";
import { type Column, makeTable, type Table } from "../../../src/table/table.ts";

const rows = 60;

function text(name: string, value: (i: number) => string): Column {
  const dictionary = Array.from({ length: rows }, (_, i) => value(i));
  return { kind: "string", name, dictionary, codes: Int32Array.from(dictionary, (_, i) => i) };
}

const real = makeTable([
  text("mail", (i) => `zebulon.quux${i}@nowhere.cz`),
  text("phone", (i) => `+420 601 77${i % 10} 0${10 + i}`),
  text("note", (i) => `row ${i % 4}`),
]);

async function leaks(
  synthetic: Table,
  from = real,
): Promise<{ value: number | null; meaning: string; all: string }> {
  const input = {
    real: from,
    synthetic,
    holdout: null,
    columns: from.columns.map(({ name }) => ({ name, sdtype: "categorical" as const })),
    names: { real: "a", synthetic: "b" },
    seed: 1,
    created: "",
  } satisfies ReportInput;
  const found = await identifiersLeaked({ input, quality: undefined as never });
  return { value: found?.value ?? null, meaning: found?.meaning ?? "", all: JSON.stringify(found) };
}

describe("identifiersLeaked", () => {
  it("is zero where none is met", async () => {
    const made = makeTable([
      text("mail", (i) => `other${i}@example.com`),
      text("note", (i) => `row ${i % 4}`),
    ]);
    expect((await leaks(made)).value).toBe(0);
  });

  it.each([
    ["as it was", (i: number) => `zebulon.quux${i}@nowhere.cz`],
    ["in capitals", (i: number) => `ZEBULON.Quux${i}@NOWHERE.CZ`],
    ["inside a text", (i: number) => `please write to zebulon.quux${i}@nowhere.cz, not to me`],
    ["a phone number with other separators", (i: number) => `+42060177${i % 10}0${10 + i}`],
  ])("finds an identifier %s, in any column, and does not tell it", async (_, value) => {
    const made = makeTable([text("comment", (i) => (i < 7 ? value(i) : `nothing ${i}`))]);
    const { value: found, meaning, all } = await leaks(made);
    expect(found).toBe(7);
    expect(meaning).toContain("comment (7 rows)");
    expect(all).not.toMatch(/zebulon|nowhere|60177|601 77/i);
  });

  it("finds a full name together with its date of birth, not a name alone", async () => {
    const people = (shift: number): Table =>
      makeTable([
        text(
          "full_name",
          (i) => `${["Anna", "Peter", "Maria", "Paul"][i % 4]} ${["Berg", "Lind", "Holm"][i % 3]}`,
        ),
        text("date_of_birth", (i) => `19${50 + ((i + shift) % 50)}-0${1 + (i % 9)}-11`),
        text("gender", (i) => (i % 2 ? "m" : "f")),
      ]);
    expect((await leaks(people(0), people(0))).value).toBe(rows);
    expect((await leaks(people(1), people(0))).value ?? 0).toBe(0);
  });

  it("counts full names that coincide beside those that would by chance, and leaks none by it", async () => {
    const firsts = ["Anna", "Peter", "Maria", "Paul", "Eva", "Otto"];
    const lasts = ["Berg", "Lind", "Holm", "Dahl", "Falk"];
    const named = (shift: number): Table =>
      makeTable([
        text("full_name", (i) => `${firsts[(i + shift) % 6]} ${lasts[(i * 2 + shift * shift) % 5]}`),
        text("email", (i) => `mail${shift}${i}@firma.cz`),
      ]);
    // all 30 pairs occur in both tables: every row coincides, as every row would by chance
    const { value, meaning } = await leaks(named(1), named(0));
    expect(value).toBe(0);
    expect(meaning).toContain(
      "Full names that stand in both tables: 60 of 60 synthetic rows; by chance about 60",
    );
    const others = makeTable([text("full_name", (i) => `Jan Novak${i}`), text("email", (i) => `x${i}@a.cz`)]);
    expect((await leaks(others, named(0))).meaning).toContain("0 of 60 synthetic rows; by chance about 0");
  });

  it("does not take running numbers for identifiers", async () => {
    const ids = makeTable([
      { kind: "number", name: "user_id", values: Float64Array.from({ length: rows }, (_, i) => i + 1) },
      text("mail", (i) => `q${i}@nowhere.cz`),
    ]);
    const made = makeTable([ids.columns[0]!, text("mail", (i) => `r${i}@example.com`)]);
    expect((await leaks(made, ids)).value).toBe(0);
  });
});
