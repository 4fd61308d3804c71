import { beforeAll, describe, expect, it } from "vitest";
import type { Privacy } from "../../../src/protocol/report.ts";
import { assessPrivacy } from "../../../src/quality/privacy/assessPrivacy.ts";
import { makeTable, type Table, takeRows } from "../../../src/table/table.ts";
import { everyNumberFinite, numberColumn, population, qualityInput, slice, textColumn } from "./tables.ts";

const training = population(1500, 1);
const holdout = population(500, 2);

function badParts(privacy: Privacy): string[] {
  const found: string[] = [];
  JSON.stringify(privacy, (key, value: unknown) => {
    if (value !== null && typeof value === "object" && "status" in value && value.status === "bad")
      found.push(key);
    return value;
  });
  return found;
}

describe("a copy of the training table", () => {
  let privacy: Privacy;
  beforeAll(async () => {
    privacy = await assessPrivacy(
      qualityInput(
        training,
        takeRows(
          training,
          Array.from({ length: 1500 }, (_, i) => 1499 - i),
        ),
        holdout,
        {
          sensitive: ["job"],
          quasiIdentifiers: ["age", "city", "income", "joined"],
        },
      ),
    );
  });

  it("is all exact copies, against a ceiling near none", () => {
    expect(privacy.exactCopies).toMatchObject({ count: 1500, share: 1, status: "bad" });
    expect(privacy.exactCopies.ceiling).toBeLessThan(0.01);
  });

  it("has a DCR share near 1 and no distance to the training rows", () => {
    expect(privacy.dcrShare!.value).toBeGreaterThan(0.98);
    expect(privacy.dcrShare!.interval[0]).toBeGreaterThan(0.95);
    expect(privacy.dcr!.median.syntheticToTraining).toBe(0);
    expect(privacy.dcrBaselineProtection!.value).toBe(0);
    expect(privacy.nndr!.value).toBeLessThan(0.01);
  });

  it("lets every attack through", () => {
    expect(privacy.membershipInference!.auc).toBeGreaterThan(0.98);
    expect(privacy.membershipInference!.tprAt1Fpr).toBeGreaterThan(0.9);
    expect(privacy.attributeInference!.worst.risk).toBeGreaterThan(0.9);
    expect(privacy.linkability!.risk).toBeGreaterThan(0.1);
    expect(privacy.singlingOut!.multivariate.risk).toBeGreaterThan(0.05);
  });

  it("screams", () => {
    expect(badParts(privacy)).toEqual(
      expect.arrayContaining([
        "exactCopies",
        "dcrShare",
        "dcrOverfittingProtection",
        "dcrBaselineProtection",
        "nndr",
        "membershipInference",
        "linkability",
        "worst",
      ]),
    );
    expect(privacy.disclosureProtection[0]).toMatchObject({ column: "job", status: "bad" });
    expect(privacy.exactCopies.meaning).toContain("do not share");
  });
});

describe("an independent sample of the same population", () => {
  let privacy: Privacy;
  const seen: number[] = [];
  beforeAll(async () => {
    privacy = await assessPrivacy(
      qualityInput(training, population(1500, 3), holdout, { progress: (f) => seen.push(f) }),
    );
  });

  it("is no closer to training than to holdout rows", () => {
    const [low, high] = privacy.dcrShare!.interval;
    expect(low).toBeLessThan(0.5);
    expect(high).toBeGreaterThan(0.5);
    expect(privacy.dcrOverfittingProtection!.value).toBeGreaterThan(0.93);
    expect(privacy.nndr!.value! / privacy.nndr!.ceiling!).toBeGreaterThan(0.8);
    expect(privacy.dcrBaselineProtection!.value! / privacy.dcrBaselineProtection!.ceiling!).toBeGreaterThan(
      0.9,
    );
  });

  it("gives no attack a foothold", () => {
    const mia = privacy.membershipInference!;
    expect(mia.attacks.map((a) => a.name)).toEqual(["distance", "densityRatio"]);
    for (const attack of mia.attacks) {
      expect(attack.aucInterval[0]).toBeLessThan(0.5);
      expect(attack.aucInterval[1]).toBeGreaterThan(0.5);
    }
    expect(privacy.linkability!.interval[0]).toBeLessThan(0.01);
    expect(privacy.singlingOut!.multivariate.interval[0]).toBeLessThan(0.02);
  });

  it("is called good or worth watching, never bad", () => {
    expect(badParts(privacy)).toEqual([]);
  });

  it("counts every row in the histograms", () => {
    const { edges, syntheticToTraining, syntheticToHoldout, holdoutToTraining } = privacy.dcr!;
    expect(edges.length).toBe(syntheticToTraining.length + 1);
    expect(sum(syntheticToTraining)).toBe(1500);
    expect(sum(syntheticToHoldout!)).toBe(1500);
    expect(sum(holdoutToTraining!)).toBe(500);
  });

  it("reports rising progress up to 1", () => {
    expect(seen.every((f, i) => f >= (seen[i - 1] ?? 0) && f <= 1)).toBe(true);
    expect(seen.at(-1)).toBe(1);
  });

  it("says the same for the same seed", async () => {
    const input = qualityInput(training, population(300, 3), holdout);
    expect(await assessPrivacy(input)).toEqual(await assessPrivacy(input));
  });
});

describe("a model that copies some rows", () => {
  it("is caught by the attacks in proportion", async () => {
    const fresh = population(1500, 3);
    const mixed = append(slice(training, 0, 300), slice(fresh, 300, 1500));
    const privacy = await assessPrivacy(qualityInput(training, mixed, holdout));
    expect(privacy.exactCopies).toMatchObject({ count: 300, share: 0.2, status: "bad" });
    expect(privacy.dcrShare!.status).not.toBe("good");
    // 20 % of members are found for sure
    expect(privacy.membershipInference!.tprAt1Fpr).toBeGreaterThan(0.15);
    expect(privacy.membershipInference!.tprAt1Fpr).toBeLessThan(0.3);
    expect(privacy.membershipInference!.auc).toBeCloseTo(0.2 + 0.8 * 0.5, 1);
  });
});

describe("rows that repeat by nature", () => {
  it("are not blamed on the model", async () => {
    const coarse = (seed: number, rows: number) => {
      const { columns } = population(rows, seed);
      return makeTable(columns.filter((c) => c.kind === "string"));
    };
    const privacy = await assessPrivacy(qualityInput(coarse(1, 1000), coarse(3, 1000), coarse(2, 400)));
    expect(privacy.exactCopies.share).toBeGreaterThan(0.9);
    expect(privacy.exactCopies.status).toBe("good");
    expect(privacy.dcrShare!.value).toBeCloseTo(0.5, 1);
    expect(badParts(privacy)).toEqual([]);
    expect(everyNumberFinite(privacy)).toBe(true);
  });
});

describe("without a holdout", () => {
  it("leaves out what needs one and gives the rest", async () => {
    const privacy = await assessPrivacy(qualityInput(training, population(800, 3), null));
    expect(privacy.dcrShare).toBeNull();
    expect(privacy.dcrOverfittingProtection).toBeNull();
    expect(privacy.membershipInference).toBeNull();
    expect(privacy.exactCopies.ceiling).toBeNull();
    expect(privacy.nndr!.ceiling).toBeNull();
    expect(privacy.dcr!.syntheticToHoldout).toBeNull();
    expect(privacy.linkability!.controlRate).toBeNull();
    expect(privacy.linkability!.meaning).toContain("without a holdout");
    expect(privacy.attributeInference!.columns).toHaveLength(5);
    expect(everyNumberFinite(privacy)).toBe(true);
  });

  it("still screams at identical files", async () => {
    const privacy = await assessPrivacy(qualityInput(training, training, null));
    expect(badParts(privacy)).toEqual(
      expect.arrayContaining(["exactCopies", "dcrBaselineProtection", "nndr"]),
    );
  });
});

describe("awkward tables", () => {
  const awkward = (rows: number, seed: number): Table => {
    const base = population(rows, seed);
    return makeTable([
      ...base.columns.slice(0, 1),
      numberColumn("void", new Float64Array(rows).fill(NaN)),
      numberColumn("constant", new Float64Array(rows).fill(4)),
      textColumn("blank", new Array<string>(rows).fill(""), []),
      textColumn("only", new Array<string>(rows).fill("x"), ["x"]),
    ]);
  };

  it.each([
    ["all-missing and constant columns", awkward(60, 1), awkward(60, 3), awkward(30, 2)],
    ["a few rows", population(6, 1), population(5, 3), population(3, 2)],
    ["one row a side", population(1, 1), population(1, 3), population(1, 2)],
    ["more holdout than training rows", population(40, 1), population(40, 3), population(90, 2)],
    [
      "nothing but missing values",
      ...[10, 8, 4].map((n) => makeTable([numberColumn("v", new Float64Array(n).fill(NaN))])),
    ],
    ["no synthetic rows", population(40, 1), population(0, 3), population(20, 2)],
    ["an empty holdout", population(40, 1), population(40, 3), population(0, 2)],
  ] as [string, Table, Table, Table][])(
    "%s give numbers or null, never NaN",
    async (_, real, synthetic, held) => {
      for (const side of [held, null]) {
        const names = real.columns.map((c) => c.name);
        const privacy = await assessPrivacy(
          qualityInput(real, synthetic, side, {
            sensitive: names.slice(0, 2),
            quasiIdentifiers: names.slice(0, 1),
          }),
        );
        expect(everyNumberFinite(privacy)).toBe(true);
        expect(JSON.stringify(privacy)).not.toMatch(/NaN|Infinity|undefined/);
      }
    },
  );

  it("compares neither ids nor free text", async () => {
    const table = makeTable([numberColumn("id", [1, 2, 3]), textColumn("note", ["a", "b", "c"])]);
    const privacy = await assessPrivacy(
      qualityInput(table, table, null, {
        columns: [
          { name: "id", sdtype: "id", role: "id" },
          { name: "note", sdtype: "text", role: "feature" },
        ],
      }),
    );
    expect(privacy.exactCopies.count).toBe(0);
    expect(privacy.dcr).toBeNull();
  });

  it("stops when told to", async () => {
    const stop = new AbortController();
    stop.abort(new Error("cancelled by the user"));
    await expect(
      assessPrivacy(qualityInput(training, training, holdout, { signal: stop.signal })),
    ).rejects.toThrow("cancelled by the user");
  });
});

describe("rare categories", () => {
  it("are counted without being told", async () => {
    const dictionary = ["common", "secret disease", "unused"];
    const of = (rare: number, rows = 60) =>
      makeTable([
        textColumn(
          "diagnosis",
          Array.from({ length: rows }, (_, i) => (i < rare ? "secret disease" : "common")),
          dictionary,
        ),
        numberColumn(
          "x",
          Array.from({ length: rows }, (_, i) => i),
        ),
      ]);
    const leaking = await assessPrivacy(qualityInput(of(2), of(3), null));
    expect(leaking.rareCategories.leaked).toBe(1);
    expect(leaking.rareCategories.values).toEqual([
      { column: "diagnosis", trainingRows: 2, syntheticRows: 3 },
    ]);
    expect(leaking.rareCategories.status).not.toBe("good");
    expect(JSON.stringify(leaking)).not.toContain("secret disease");
    expect((await assessPrivacy(qualityInput(of(2), of(0), null))).rareCategories).toMatchObject({
      leaked: 0,
      status: "good",
    });
    expect((await assessPrivacy(qualityInput(of(9), of(9), null))).rareCategories.leaked).toBe(0);
  });
});

describe("k-anonymity", () => {
  it("takes the declared columns and counts groups", async () => {
    const table = makeTable([
      textColumn("zip", ["a", "a", "a", "a", "a", "b", "b", "c"]),
      numberColumn("pay", [1, 2, 3, 4, 5, 6, 7, 8]),
    ]);
    const { kAnonymity } = await assessPrivacy(
      qualityInput(table, table, null, { quasiIdentifiers: ["zip"] }),
    );
    expect(kAnonymity).toMatchObject({
      quasiIdentifiers: ["zip"],
      real: { k: 1, below5: 3 / 8, reidentificationRisk: 3 / 8 },
      status: "good",
    });
  });

  it("guesses by name when none is declared, and says so", async () => {
    const { kAnonymity } = await assessPrivacy(qualityInput(training, population(400, 3), null));
    expect(kAnonymity!.quasiIdentifiers).toEqual(["age", "city", "job"]);
    expect(kAnonymity!.meaning).toContain("Assuming outsiders know age, city and job");
  });
});

function append(a: Table, b: Table): Table {
  return makeTable(
    a.columns.map((column, c) => {
      const other = b.columns[c]!;
      if (column.kind === "string" && other.kind === "string")
        return { ...column, codes: Int32Array.from([...column.codes, ...other.codes]) };
      if (column.kind !== "string" && other.kind !== "string")
        return { ...column, values: Float64Array.from([...column.values, ...other.values]) };
      throw new TypeError("kinds differ");
    }),
  );
}

function sum(x: readonly number[]): number {
  return x.reduce((s, v) => s + v, 0);
}
