import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseClause } from "../../../src/config/rules/parseClause.ts";
import { helpInRule, suggestInRule } from "../../../src/config/rules/ruleHelp.ts";
import { rulePlace } from "../../../src/extension/language/rulePlaces.ts";

const columns = ["start", "end", "net price", "Größe"].map((name) => ({
  name,
  sdtype: "numerical",
  reason: `About ${name}.`,
}));
/** Suggestions where `|` stands, and what they would replace. */
const suggest = (marked: string) => {
  const at = marked.indexOf("|");
  const text = marked.replace("|", "");
  const { start, end, items } = suggestInRule(text, at, columns);
  return { replaced: text.slice(start, end), texts: items.map((item) => item.text) };
};

describe("suggestions in a rule", () => {
  it("offer columns and functions where a value stands, and comparisons after one", () => {
    expect(suggest("|").texts.slice(0, 5)).toEqual(["start", "end", "`net price`", "Größe", "round("]);
    expect(suggest("sta| <= end")).toMatchObject({ replaced: "sta" });
    expect(suggest("start |").texts).toContain("<=");
    expect(suggest("start is |").texts).toEqual(["missing", "present"]);
    expect(suggest("start <= |").texts).toContain("end");
    expect(suggest("round(|").texts).toContain("`net price`");
    expect(suggest("start > 1 and |").texts).toContain("end");
    expect(suggest("`net pr|")).toMatchObject({ replaced: "`net pr" });
  });

  it("can be written where they are offered: the parser never refuses the word itself", () => {
    const operand = fc.constantFrom("start", "`net price`", "3.5", "(start + end)", "round(end, 2)");
    fc.assert(
      fc.property(fc.array(operand, { minLength: 1, maxLength: 4 }), (operands) => {
        const text = `${operands.join(" + ")} `;
        for (const word of suggestInRule(text, text.length, columns).items.map((item) => item.text))
          if (/^[<>=!]/.test(word)) expect(() => parseClause(`${text}${word} end`)).not.toThrow();
        const { items } = suggestInRule(`${text}<= `, text.length + 3, columns);
        for (const item of items)
          if (item.kind === "column") expect(() => parseClause(`${text}<= ${item.text}`)).not.toThrow();
      }),
    );
  });
});

describe("help in a rule", () => {
  it("says what a column holds and what a function does", () => {
    const text = "round(`net price`) = Größe";
    expect(helpInRule(text, 2, columns)).toMatchObject({ title: "round(…)", start: 0, end: 5 });
    expect(helpInRule(text, 9, columns)).toMatchObject({
      title: "net price: numerical",
      text: "About net price.",
    });
    expect(helpInRule(text, 24, columns)?.text).toBe("About Größe.");
    expect(helpInRule(text, 19, columns)).toBeUndefined();
  });
});

describe("the place of a rule in a config", () => {
  it("is found whatever is escaped before it, and leads back to the same characters", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 20 }), fc.nat(), (rule, seed) => {
        const text = `{ "rules": [ "a <= b", { "when": ${JSON.stringify(rule)}, "then": "b is missing" } ] }`;
        const json = JSON.stringify(rule);
        const open = text.indexOf(json, text.indexOf('"when"') + 6);
        const inside = seed % rule.length;
        const outside = open + JSON.stringify(rule.slice(0, inside)).length - 1;
        fc.pre(JSON.stringify(rule.slice(0, inside)).slice(0, -1) === json.slice(0, outside - open));
        fc.pre(outside > open && outside < open + json.length - 1);
        const place = rulePlace(text, outside);
        expect(place).toMatchObject({ rule, offset: inside });
        expect(place!.outside(inside)).toBe(outside);
      }),
    );
  });

  it("is none in keys, lists of columns and other settings", () => {
    const text =
      '{ "source": { "path": "x" }, "rules": [ { "unique": ["a"] }, { "when": "a = 1", "then": "b = 2" } ] }';
    for (const word of ['"x"', '"a"]', '"when"', '"unique"'])
      expect(rulePlace(text, text.indexOf(word) + 1), word).toBeUndefined();
    expect(rulePlace(text, text.indexOf('"a = 1"') + 3)).toMatchObject({ rule: "a = 1", offset: 2 });
  });
});
