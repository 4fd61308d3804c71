import type { Vector } from "./ruleView.ts";

const trueTexts: ReadonlySet<string> = new Set(["1", "true", "t", "yes", "y", "x", "on", "ja", "j", "wahr"]);
const falseTexts: ReadonlySet<string> = new Set(["0", "false", "f", "no", "n", "off", "nein", "falsch"]);

/** Whether a text says yes. */
export function saysTrue(text: string): boolean {
  return trueTexts.has(text.trim().toLowerCase());
}

/** Of each row: 1 true, 0 not, 2 missing. Numbers are true unless they are 0. */
export function isTrue(vector: Vector): Uint8Array {
  if (vector.kind !== "text")
    return Uint8Array.from(vector.values, (value) => (Number.isNaN(value) ? 2 : value !== 0 ? 1 : 0));
  return Uint8Array.from(vector.values, (text) => (text === null ? 2 : saysTrue(text) ? 1 : 0));
}

/** Whether a column holds yes and no only (1/0, true/false, …), so that `oneOf` can speak of it. */
export function isFlag(vector: Vector): boolean {
  if (vector.kind === "date") return false;
  if (vector.kind !== "text")
    return vector.values.every((value) => Number.isNaN(value) || value === 0 || value === 1);
  const { values } = vector;
  return values.every((text) => {
    if (text === null) return true;
    const plain = text.trim().toLowerCase();
    return trueTexts.has(plain) || falseTexts.has(plain);
  });
}
