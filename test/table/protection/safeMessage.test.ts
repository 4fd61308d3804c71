import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { safeMessage } from "../../../src/table/protection/safeMessage.ts";

describe("safeMessage", () => {
  const templates: readonly ((value: string) => string)[] = [
    (v) => `Conversion Error: Could not convert string '${v}' to INT32`,
    (v) =>
      `Conversion Error: Type INT64 with value ${v} can't be cast because the value is out of range for the destination type INT8`,
    (v) => `Conversion Error: invalid date field format: "${v}", expected format is (YYYY-MM-DD)`,
    (v) => `Invalid Input Error: ${v}`,
    (v) => `Out of Range Error: Overflow in multiplication of INT64 (${v} * 9)!`,
    (v) => `Constraint Error: Duplicate key "x: ${v}" violates primary key constraint`,
    (v) => `${v}`,
  ];

  it("leaves every value out, whatever it holds", () => {
    const value = fc.string({ minLength: 1, maxLength: 20 }).map((text) => `CANARY${text}YRANAC`);
    fc.assert(
      fc.property(value, fc.constantFrom(...templates), (secret, template) => {
        expect(safeMessage(template(secret))).not.toMatch(/CANARY|YRANAC/);
      }),
    );
  });

  it("says what went wrong", () => {
    expect(safeMessage(templates[0]!("a secret"))).toBe(
      "Conversion Error: a value cannot be read as INT32; the value is not shown, as it may be of a real row",
    );
    expect(safeMessage(templates[1]!("4711"))).toContain("a value is out of the range of INT8");
    const binder =
      'Binder Error: Referenced column "agee" not found in FROM clause! Candidate bindings: "age"';
    expect(safeMessage(binder)).toBe(binder);
  });
});
