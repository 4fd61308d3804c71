import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { checkColumns } from "../../../src/config/check/checkColumns.ts";
import { configJsonSchema } from "../../../src/config/jsonSchema.ts";
import { parseConfig } from "../../../src/config/parseConfig.ts";
import { parseClause } from "../../../src/config/rules/parseClause.ts";
import { printClause, printExpression, ruleJson } from "../../../src/config/rules/printRule.ts";
import { readRule } from "../../../src/config/rules/readRule.ts";
import type { Clause, Expression } from "../../../src/config/rules/ruleSyntax.ts";
import type { TableProfile } from "../../../src/table/profile/tableProfile.ts";
import { column } from "../profiles.ts";

const round = (text: string) => printClause(parseClause(text));

describe("the grammar", () => {
  test.each([
    ["pickup <= dropoff", "pickup <= dropoff"],
    ["a<=b<c", "a <= b < c"],
    ["total = fare+tip + tolls", "total = fare + tip + tolls"],
    ["amount = round(quantity * price,2)", "amount = round(quantity * price, 2)"],
    ["a - (b - c) >= 2", "a - (b - c) >= 2"],
    ["(a + b) * 3 = c", "(a + b) * 3 = c"],
    ["`unit price` <= `the ``top```", "`unit price` <= `the ``top```"],
    ["closed_at is missing", "closed_at is missing"],
    ["x IS NOT NULL and y in ('it''s', \"b\")", "x is present and y in ('it''s', 'b')"],
    ["start >= 2024-01-31 and -x <= 5", "start >= 2024-01-31 and -x <= 5"],
    ["größe ≤ höhe", "größe <= höhe"],
    ["`and` = 1", "`and` = 1"],
  ])("%s", (text, printed) => {
    expect(round(text)).toBe(printed);
    expect(round(printed)).toBe(printed);
  });

  test.each([
    ["a <=", 4, /ends too early/],
    ["a", 0, /comparison is missing/],
    ["a <= b c", 7, /"c" is not expected/],
    ["a <= rund(b)", 5, /no function rund.*did you mean round\?/],
    ["a <= (b", 7, /\) is missing/],
    ["a in (b)", 6, /'texts' in quotes/],
    ["a = 'x", 4, /not closed/],
    ["a = 2nd", 4, /backticks: `2nd`/],
    ["a <= b or c = d", 7, /no “or”/],
    ["a is odd", 5, /missing or present/],
    ["a <= 2024-02-31", 5, /not a date/],
    ["a ; b", 2, /no meaning/],
    [`a = ${"(".repeat(60)}b${")".repeat(60)}`, 55, /50 parentheses/],
  ])("says where %s goes wrong", (text, start, message) => {
    expect(() => parseClause(text)).toThrowError(message);
    try {
      parseClause(text);
    } catch (error) {
      expect((error as { span: { start: number } }).span.start).toBe(start);
    }
  });

  const name = fc.oneof(fc.constantFrom("a", "b", "in", "and", "unit price"), fc.string({ minLength: 1 }));
  const { expression } = fc.letrec<{ expression: Expression }>((tie) => ({
    expression: fc.oneof(
      { maxDepth: 4 },
      name.map((n): Expression => ({ kind: "column", name: n, start: 0, end: 1 })),
      fc.nat(1e6).map((n): Expression => ({ kind: "number", value: n / 100, start: 0, end: 1 })),
      fc
        .tuple(fc.constantFrom("+", "-", "*", "/"), tie("expression"), tie("expression"))
        .map(
          ([operator, left, right]) =>
            ({ kind: "binary", operator, left, right, start: 0, end: 1 }) as Expression,
        ),
      tie("expression").map(
        (part): Expression => ({ kind: "call", name: "round", parts: [part], start: 0, end: 1 }),
      ),
    ),
  }));

  it("reads what it prints", () => {
    fc.assert(
      fc.property(expression, expression, (left, right) => {
        const clause: Clause = {
          kind: "comparison",
          terms: [left, right],
          operators: ["<="],
          start: 0,
          end: 1,
        };
        const text = printClause(clause);
        const read = parseClause(text);
        expect(bare(read)).toEqual(bare(clause));
        expect(printClause(read)).toBe(text);
      }),
    );
  });

  it("fails on any text with a place inside it, or reads it", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseClause(text);
        } catch (error) {
          expect((error as Error).name).toBe("RuleError");
          const { span } = error as { span: { start: number; end: number } };
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });
});

/** Sums and products that go to the left are the same whatever brackets printing leaves out. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== "object" || value === null) return value;
  const { start: _, end: __, ...rest } = value as Record<string, unknown>;
  if (rest["kind"] === "binary" && (rest["operator"] === "+" || rest["operator"] === "*"))
    return {
      kind: "chain",
      operator: rest["operator"],
      parts: flat(value as Expression, String(rest["operator"])).map(bare),
    };
  return Object.fromEntries(Object.entries(rest).map(([key, inner]) => [key, bare(inner)]));
}

function flat(node: Expression, operator: string): Expression[] {
  if (node.kind !== "binary" || node.operator !== operator) return [node];
  return [...flat(node.left, operator), ...flat(node.right, operator)];
}

test("one entry of rules is printed as the config writes it", () => {
  expect(ruleJson(readRule({ when: "status='open'", then: "closed is missing", repair: false }))).toBe(
    `{ "when": "status = 'open'", "then": "closed is missing" }`,
  );
  expect(ruleJson(readRule({ oneOf: ["a", "b"], repair: true }))).toBe(
    `{ "oneOf": ["a", "b"], "repair": true }`,
  );
  expect(printExpression({ kind: "number", value: 1e-7, start: 0, end: 0 })).toBe("0.0000001");
});

const profile: TableProfile = {
  rows: 1000,
  warnings: [],
  columns: [
    column("a", "numerical"),
    column("b", "numerical"),
    column("start", "datetime"),
    column("end", "datetime"),
    column("status", "categorical"),
  ],
};

describe("faults are shown at their place", () => {
  const faults = (rules: string) => {
    const text = `{ "source": { "path": "d.csv" }, "columns": { "b": { "type": "numerical", "max": 9 }, "a": { "type": "numerical" } },\n "rules": ${rules} }`;
    const parsed = parseConfig(text, "d.synth.json");
    const found = parsed.config === undefined ? parsed.diagnostics : checkColumns(parsed, profile);
    return found
      .filter(({ severity, path }) => severity === "error" && path[0] === "rules")
      .map(({ message, offset, length, fix }) => ({
        message,
        at: text.slice(offset, offset + length),
        fix: fix?.newText,
      }));
  };

  test.each([
    [`["a <= bb"]`, /no column "bb": did you mean b\?/, "bb", "b"],
    [`[{ "when": "statis = 'open'", "then": "a <= b" }]`, /did you mean status/, "statis", "status"],
    [`[{ "oneOf": ["a", "c"] }]`, /no column "c"/, `"c"`, undefined],
    [`["\\u0061 <= start + end"]`, /two dates cannot be added/, "start + end", undefined],
    [`["a <= start"]`, /a date cannot be compared with a number/, "start", undefined],
    [`["a <= status"]`, /text cannot be compared/, "status", undefined],
    [`["a = year(b)"]`, /year\(…\) takes a date here/, "b", undefined],
    [`["status < 'x'"]`, /texts have no order/, "status", undefined],
    [`["start >= 'soon'"]`, /not a date/, `'soon'`, undefined],
    [`["a < b", "b < a"]`, /circle together with rule 1/, `"b < a"`, undefined],
    [`["a <= b", "b <= a"]`, /circle.*write/, `"b <= a"`, undefined],
    [`["a >= 5 and a <= 3"]`, /no value of a can meet/, `"a >= 5 and a <= 3"`, undefined],
    [`["b >= 12"]`, /min and max of the columns/, `"b >= 12"`, undefined],
    [`["start + 3 <= end", "end <= start + 2"]`, /circle/, `"end <= start + 2"`, undefined],
    [`["a <="]`, /ends too early/, undefined, undefined],
    [`[{ "oneof": ["a", "b"] }]`, /did you mean "oneOf"/, `"oneof"`, `"oneOf"`],
    [`[{ "combinations": ["a"] }]`, /combinations must have at least 2 entries/, undefined, undefined],
    [`[{ "when": "a = 1" }]`, /rules\[0\].then is missing/, undefined, undefined],
    [`[7]`, /must be a text such as/, "7", undefined],
    [`[{ "unique": ["a", "a"] }]`, /named twice/, undefined, undefined],
  ])("%s", (rules, message, at, fix) => {
    const found = faults(rules);
    expect(found).toHaveLength(1);
    expect(found[0]!.message).toMatch(message);
    if (at !== undefined) expect(found[0]!.at).toBe(at);
    if (fix !== undefined) expect(found[0]!.fix).toBe(fix);
  });

  it("refuses more rules than can be kept", () => {
    const many = JSON.stringify(Array.from({ length: 10_000 }, () => "a <= b"));
    expect(faults(many).map(({ message }) => message)).toEqual(["rules must have at most 1000 entries"]);
  });

  it("takes what is right", () => {
    const good = `["a <= b", "start <= end", "end - start <= 400", { "unique": ["a", "b"] }, { "when": "status in ('open')", "then": "b >= 0" }, "a = a * 1", "start >= '2024-01-01'", "concat(status, 'x') != 'y'"]`;
    expect(faults(good)).toEqual([]);
  });
});

test("the JSON Schema knows rules", () => {
  const schema = configJsonSchema() as { properties: Record<string, { items?: { anyOf: unknown[] } }> };
  expect(schema.properties["rules"]!.items!.anyOf).toHaveLength(7);
  expect(JSON.stringify(schema.properties["detectRules"])).toContain('"ask","auto","off"');
});
