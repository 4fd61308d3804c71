import { describe, expect, it } from "vitest";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import type { ColumnProfile } from "../../../src/table/profile/tableProfile.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { readText } from "../files.ts";

async function profileOf(values: readonly (string | number)[], name = "x"): Promise<ColumnProfile> {
  const loaded = await readText(`${name},other\n${values.map((v) => `${v},a`).join("\n")}\n`);
  return profileTable(loaded).columns[0]!;
}

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i);

describe("numbers", () => {
  it("agree with pandas on penguins", async () => {
    const profile = profileTable(await readTable("examples/penguins.csv"));
    const bill = profile.columns.find((c) => c.name === "bill_length_mm")!;
    expect(bill).toMatchObject({
      sdtype: "numerical",
      rows: 344,
      missing: 2,
      cardinality: 164,
      min: 32.1,
      max: 59.6,
    });
    expect(bill.mean).toBeCloseTo(43.9219298245614, 10);
    expect(bill.std).toBeCloseTo(5.4595837139265315, 10);
    expect(bill.quantiles![2]).toBeCloseTo(39.225, 12);
    expect(bill.quantiles![3]).toBeCloseTo(44.45, 12);
    expect(bill.histogram!.counts.reduce((a, b) => a + b)).toBe(342);
    expect(bill.histogram!.edges.length).toBe(bill.histogram!.counts.length + 1);
    expect(bill.top[0]).toEqual({ value: "41.1", count: 7 });
    expect(bill.format.missingToken).toBe("NA");
    expect(profile.columns.map((c) => c.sdtype)).toEqual([
      "categorical",
      "categorical",
      "numerical",
      "numerical",
      "numerical",
      "numerical",
      "categorical",
      "categorical",
    ]);
  });

  it("bin NumPy's way: equal widths, the maximum in the last bin", async () => {
    const column = await profileOf([0.5, 1, 2, 3, 4, 10.5]);
    expect(column.histogram).toEqual({
      edges: [0.5, 0.5 + 10 / 6, 0.5 + 20 / 6, 5.5, 0.5 + 40 / 6, 0.5 + 50 / 6, 10.5].map((e) =>
        expect.closeTo(e, 12),
      ),
      counts: [3, 1, 1, 0, 0, 1],
    });
  });

  it("give each whole number of a short range its own bin", async () => {
    const column = await profileOf([0, 1, 2, 4, 4, 0, 4]);
    expect(column.histogram?.counts).toEqual([2, 1, 1, 0, 3]);
    expect(column.histogram?.edges).toHaveLength(6);
  });

  it("show values as they are written", async () => {
    const column = await profileOf(["2.50", "1.00", "2.50"]);
    expect(column.top).toEqual([
      { value: "2.50", count: 2 },
      { value: "1.00", count: 1 },
    ]);
    expect(column.examples).toEqual(["2.50", "1.00"]);
  });
});

describe("sdtype, with a reason", () => {
  const cases: [string, readonly (string | number)[], string, string, string][] = [
    ["measurements", upTo(50).map((i) => i * 0.37 + 1), "x", "numerical", "decimals"],
    ["counts", upTo(200).map((i) => (i * i) % 97), "age", "numerical", "whole numbers"],
    ["0 and 1", upTo(50).map((i) => i % 2), "x", "boolean", "0 and 1"],
    ["grades", upTo(200).map((i) => 1 + (i % 5)), "grade", "categorical", "codes or grades"],
    ["row numbers", upTo(50).map((i) => i + 1), "x", "id", "from 1 to 50"],
    ["years, each once", upTo(50).map((i) => 1970 + i), "year", "numerical", "whole numbers"],
    [
      "unique whole numbers named id",
      upTo(20).map((i) => i * 7919 + 13),
      "customer_id",
      "id",
      "name says id",
    ],
    [
      "repeated ids of shops",
      upTo(200).map((i) => 1000 + (i % 30)),
      "shop_id",
      "categorical",
      "codes, not amounts",
    ],
    ["amounts that all differ", upTo(50).map((i) => i * 7919 + 13), "income", "numerical", "whole numbers"],
    ["account numbers", upTo(150).map((i) => 10_000_019 + i * 593_791), "x", "id", "8 digits"],
    ["numbers called accounts", upTo(150).map((i) => 10_000_019 + i ** 2), "konto", "id", "name says id"],
    ["yes and no", ["Yes", "No", "Yes", "No"], "x", "boolean", "Yes and No"],
    [
      "words",
      upTo(60).map((i) => ["red", "green", "blue"][i % 3]!),
      "x",
      "categorical",
      "3 different values",
    ],
    [
      "codes, one per row",
      upTo(40).map((i) => `AB-${String(i * 37).padStart(5, "0")}`),
      "x",
      "id",
      "AB-\\d{5}",
    ],
    [
      "names, one per row",
      upTo(40).map((i) => `${"Ann Bob Cy Di".split(" ")[i % 4]} ${"x".repeat(i + 1)}`),
      "x",
      "text",
      "no common form",
    ],
    [
      "prose",
      upTo(200).map((i) => `a fairly long remark about something number ${i % 60} indeed`),
      "x",
      "text",
      "prose",
    ],
    ["dates", upTo(20).map((i) => `2024-01-${String(i + 1).padStart(2, "0")}`), "x", "datetime", "%Y-%m-%d"],
    ["leading zeros", upTo(20).map((i) => `0${10 + (i % 4)}`), "zip", "categorical", "4 different values"],
  ];
  it.for(cases)("%s", async ([, values, name, sdtype, reason]) => {
    const column = await profileOf(values, name);
    expect(`${column.sdtype}: ${column.reason}`).toContain(reason);
    expect(column.sdtype).toBe(sdtype);
  });

  it("gives ids a pattern to make new ones from", async () => {
    const uuid = (i: number) =>
      `${(i * 99_991).toString(16).padStart(8, "0")}-0000-4000-8000-${i.toString(16).padStart(12, "0")}`;
    expect((await profileOf(upTo(30).map((i) => `u${i}@mail.org`))).pattern).toBe("[a-z]{8}@example\\.com");
    expect((await profileOf(upTo(30).map(uuid))).pattern).toMatch(/^\[0-9a-f\]\{8\}-/);
    expect((await profileOf(upTo(30).map((i) => i + 1))).pattern).toBe("\\d+");
    const v4 = upTo(60).map(
      (i) =>
        `${uuid(i).slice(0, 14)}4${uuid(i * 3).slice(1, 4)}-${"89ab"[i % 4]}${uuid(i * 7).slice(1, 4)}${uuid(i).slice(23)}`,
    );
    expect((await profileOf(v4)).pattern).toBe(
      "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    );
    const long = upTo(60).map((i) => String(BigInt(i + 10) * 123_456_789_123_456_789n).slice(0, 18));
    expect((await profileOf(long)).pattern).toBe("\\d+");
    const mixed = upTo(60).map((i) => `Z${(i * 7_654_321_987).toString(36).toUpperCase().padStart(9, "0")}`);
    expect((await profileOf(mixed)).pattern).toMatch(/^Z\d?.*\[A-Z0-9\]\{\d\}$/);
    const late = upTo(5000).map((i) => (i === 4500 ? "K-12345678" : `K-${1000 + i}`));
    expect((await profileOf(late)).pattern).toBe("K-[1-9]\\d{3,7}");
  });
});

describe("warnings", () => {
  it("of a constant, an empty and a nearly empty column", async () => {
    expect((await profileOf(upTo(20).map(() => 5))).warnings).toEqual(["all rows have the same value"]);
    expect((await profileOf(upTo(20).map(() => ""))).warnings).toEqual(["all values are missing"]);
    expect((await profileOf(upTo(40).map((i) => (i === 3 ? "x" : "")))).warnings.join()).toContain(
      "97.5 % of the values",
    );
  });

  it("never holds NaN", async () => {
    const loaded = await readText("a,b,c\n,1,x\n,1,x\n");
    expect(JSON.stringify(profileTable(loaded))).not.toContain("NaN");
    for (const column of profileTable(loaded).columns)
      expect(column.mean === null || Number.isFinite(column.mean)).toBe(true);
  });
});

it("says what to expect of a thousand columns and more", async () => {
  const warningsOf = async (columns: number) => {
    const names = Array.from({ length: columns }, (_, k) => `c${k}`);
    const row = names.map((_, k) => k % 3).join(",");
    return profileTable(await readText(`${names.join(",")}\n${row}\n${row}\n`)).warnings.join();
  };
  expect(await warningsOf(1000)).toMatch(/1,000 columns: .*"role": "drop"/);
  expect(await warningsOf(20)).not.toContain("columns:");
});
