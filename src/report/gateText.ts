import { decimal, say, saySentence } from "../language/language.ts";
import type { GateResult } from "../protocol/report.ts";

const passed = /^(\S+) is ([^\s,]+)(?:, (\S+ %) of its ceiling (\S+))?\.$/;

/**
 * Says how a gate ended. That of one that passed is no pattern for sentences of all kinds: too many hold a number and an "is".
 */
export function gateText({ passed: isPassed, message }: GateResult): string {
  const found = isPassed ? passed.exec(message) : null;
  if (found === null) return saySentence(message);
  const [, metric = "", value = "", share, ceiling = ""] = found;
  return share === undefined
    ? say("{0} is {1}.", metric, decimal(value))
    : say("{0} is {1}, {2} of its ceiling {3}.", metric, decimal(value), decimal(share), decimal(ceiling));
}
