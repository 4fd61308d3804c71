import type { Node } from "jsonc-parser";
import { type ConfigText, locateAll, readConfigText } from "../jsonc/configText.ts";
import { plainObject } from "../jsonc/plainObject.ts";
import { configFile, syntaxErrors } from "../jsonc/syntaxErrors.ts";
import type { Diagnostic } from "../protocol/run.ts";
import { type Validated, validateValue } from "./check/findings.ts";
import { readRules } from "./rules/checkRules.ts";
import type { SynthConfig } from "./schema.ts";

export interface ParsedConfig {
  /** With all defaults filled in; undefined when a diagnostic is an error. */
  readonly config: SynthConfig | undefined;
  readonly diagnostics: readonly Diagnostic[];
  /** The JSON as written, defaults not filled in; undefined when the text is not JSON. */
  readonly value: unknown;
  readonly source: ConfigText;
}

/**
 * Reads the text of a `*.synth.json` (JSON with comments and trailing commas). `file` is what messages call it.
 * Never throws: whatever is wrong is a diagnostic with its place.
 */
export function parseConfig(text: string, file: string): ParsedConfig {
  const source = readConfigText(text, file);
  const broken = syntaxErrors(source, configFile);
  if (broken.length > 0 || source.root === undefined) {
    const readable = broken.every((d) => d.code === "duplicate-key") && source.root !== undefined;
    return {
      config: undefined,
      diagnostics: broken,
      value: readable ? toValue(source.root) : undefined,
      source,
    };
  }
  const value = toValue(source.root);
  const { config, findings } = validateRules(validateValue(value));
  const diagnostics = locateAll(source, findings);
  return { config, diagnostics, value, source };
}

/** Rules whose text cannot be read make the config invalid. */
function validateRules(validated: Validated): Validated {
  const { config } = validated;
  if (config === undefined) return validated;
  const { findings } = readRules(config.rules);
  return findings.length === 0
    ? validated
    : { config: undefined, findings: [...validated.findings, ...findings] };
}

/** Objects have no prototype: a column may be named `constructor` or `__proto__`. */
function toValue(node: Node): unknown {
  if (node.type === "array") return (node.children ?? []).map(toValue);
  if (node.type !== "object") return node.value;
  const object = plainObject();
  for (const { children } of node.children ?? []) {
    const [key, value] = children ?? [];
    if (key !== undefined && value !== undefined && !Object.hasOwn(object, String(key.value)))
      object[String(key.value)] = toValue(value);
  }
  return object;
}
