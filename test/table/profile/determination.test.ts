import { describe, expect, it } from "vitest";
import { suggestTarget } from "../../../src/config/suggestTarget.ts";
import { targetNameRank } from "../../../src/config/targetNames.ts";
import { Random } from "../../../src/numerics/random.ts";
import { findCopies, findDetermination } from "../../../src/table/profile/determination.ts";
import { withDetermined } from "../../../src/table/profile/determinedColumns.ts";
import { profileTable } from "../../../src/table/profile/profileTable.ts";
import { readTable } from "../../../src/table/read/read.ts";
import { fileOf } from "../files.ts";

/** Passengers as in the well-known table: `alone` follows from two columns, `alive` says what `survived` says. */
function passengers(rows: number): string {
  const random = new Random(1);
  const lines = Array.from({ length: rows }, () => {
    const [sibsp, parch] = [random.below(3), random.below(3)];
    const age = 1 + random.below(80);
    const survived = random.uniform() < 0.4;
    const group = age < 18 ? "child" : age < 65 ? "adult" : "senior";
    return [Number(survived), age, sibsp, parch, survived ? "yes" : "no", group, sibsp + parch === 0].join(
      ",",
    );
  });
  return `${["survived,age,sibsp,parch,alive,group,alone", ...lines].join("\n")}\n`;
}

const loaded = await readTable(fileOf(passengers(500), "passengers.csv"));
const among = new Set(loaded.table.columns.map(({ name }) => name));

describe("findDetermination", () => {
  it("finds what follows from one column, from ranges and from two columns", () => {
    const by = (name: string) => findDetermination(loaded.table, name, among);
    expect(by("group")).toEqual(["age"]);
    expect(by("alone")).toEqual(["sibsp", "parch"]);
    expect(by("sibsp")).toBeNull();
    expect(by("survived")).toBeNull();
  });

  it("tells copies from rules", () => {
    expect(findCopies(loaded.table, "survived", among)).toEqual(["alive"]);
    expect(findCopies(loaded.table, "group", among)).toEqual([]);
  });

  it("takes no chance for a rule", () => {
    const random = new Random(2);
    for (const rows of [5, 10, 15, 40, 300]) {
      const values = () => Float64Array.from({ length: rows }, () => random.below(3));
      const table = {
        rows,
        columns: ["a", "b", "c"].map((name) => ({ name, kind: "number" as const, values: values() })),
      };
      expect(findDetermination(table, "c", new Set(["a", "b"]))).toBeNull();
    }
  });
});

describe("the guessed target", () => {
  it("goes by its name, and is never what other columns determine", () => {
    const profile = withDetermined(profileTable(loaded), loaded.table);
    expect([...profile.determined!].sort()).toEqual(["alone", "group"]);
    expect(suggestTarget(profile)).toBe("survived");
  });

  it("is known by name in four languages", () => {
    const ranks = [
      "Survived",
      "customer_churn",
      "isFraud",
      "Kündigung",
      "Überlebt",
      "résiliation",
      "Sobrevivió",
      "clase",
      "y",
    ];
    for (const name of ranks) expect(targetNameRank(name), name).toBeDefined();
    for (const name of ["age", "classroom", "year", "yes", "income_group_id", "labeled", "Alter"])
      expect(targetNameRank(name), name).toBeUndefined();
    expect(targetNameRank("target")!).toBeLessThan(targetNameRank("class")!);
  });
});
