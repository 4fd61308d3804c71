import type { Vector } from "./ruleView.ts";

const trueTexts: ReadonlySet<string> = new Set(["1", "true", "t", "yes", "y", "x", "on", "ja", "j", "wahr"]);
const falseTexts: ReadonlySet<string> = new Set(["0", "false", "f", "no", "n", "off", "nein", "falsch"]);

/** Whether a text says yes. */
function saysTrue(text: string): boolean {
  return trueTexts.has(text.trim().toLowerCase());
}

/** Of each row: 1 true, 0 not, 2 missing. Numbers are true unless they are 0. */
export function isTrue(vector: Vector): Uint8Array {
  const out = new Uint8Array(vector.values.length);
  if (vector.kind !== "text") {
    for (let i = 0; i < out.length; i++) {
      const value = vector.values[i]!;
      out[i] = Number.isNaN(value) ? 2 : value !== 0 ? 1 : 0;
    }
    return out;
  }
  const known = new Map<string, boolean>();
  for (let i = 0; i < out.length; i++) {
    const text = vector.values[i]!;
    if (text === null) {
      out[i] = 2;
      continue;
    }
    let yes = known.get(text);
    if (yes === undefined) {
      yes = saysTrue(text);
      known.set(text, yes);
    }
    out[i] = yes ? 1 : 0;
  }
  return out;
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
