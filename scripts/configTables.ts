import { configJsonSchema, type JsonSchema, modelJsonSchema } from "../src/config/jsonSchema.ts";
import { modelTypes } from "../src/config/modelOptions/modelLabels.ts";
import { metricKeys, metricSentence, metricTable } from "../src/metrics/metricTable.ts";

/** `docs/config.md` with its tables made again: what stands between `<!-- table: NAME -->` and `<!-- end -->`. */
export function fillTables(markdown: string): string {
  return markdown.replace(
    /(<!-- table: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g,
    (_, open: string, name: string, close: string) => `${open}${table(name)}${close}`,
  );
}

function table(name: string): string {
  if (name === "models") return modelTypes.map((type) => modelSection(type, modelJsonSchema(type))).join("");
  if (name === "gates") return gateTable();
  const config = configJsonSchema();
  const section = name === "config" ? config : child(config, "properties", name);
  return optionTable(name === "columns" ? child(section, "additionalProperties") : section);
}

function modelSection(type: string, schema: JsonSchema): string {
  const options = optionTable(schema);
  const link = String(schema["description"]);
  return `### \`${type}\`\n\n${link}\n\n${options === "" ? "No options.\n\n" : `${options}\n`}`;
}

function optionTable(schema: JsonSchema): string {
  const rows = Object.entries(child(schema, "properties"))
    .filter(([name, option]) => !(name === "type" && "const" in (option as JsonSchema)))
    .map(([name, option]) => optionRow(name, option as JsonSchema));
  return rows.length === 0 ? "" : `| key | value | default | meaning |\n|---|---|---|---|\n${rows.join("")}`;
}

function optionRow(name: string, option: JsonSchema): string {
  const fallback = option["default"];
  const shown = fallback === undefined || isNested(option) ? "" : `\`${JSON.stringify(fallback)}\``;
  const meaning = String(option["description"] ?? "") + meanings(option);
  return `| \`${name}\` | ${kind(option)} | ${shown} | ${cell(meaning)} |\n`;
}

function isNested(option: JsonSchema): boolean {
  return option["type"] === "object" && "properties" in option;
}

function meanings(option: JsonSchema): string {
  const words = option["enum"];
  const texts = option["enumDescriptions"];
  if (!Array.isArray(words) || !Array.isArray(texts) || isNested(option)) return "";
  return ` ${words.map((word, i) => `\`${word}\`: ${texts[i]}`).join(" ")}`;
}

function kind(option: JsonSchema): string {
  const choices = option["anyOf"];
  if (Array.isArray(choices))
    return [...new Set(choices.map((choice: JsonSchema) => kind(choice)))].join(" or ");
  if ("const" in option) return `\`${JSON.stringify(option["const"])}\``;
  const words = option["enum"];
  if (Array.isArray(words)) return words.map((word) => `\`${word}\``).join(", ");
  const type = option["type"];
  if (Array.isArray(type)) return type.map((one) => kind({ type: one })).join(" or ");
  if (type === "array") return `list of ${kind(child(option, "items"))}`;
  if (type === "object") return "object";
  if (type === "boolean") return "`true`, `false`";
  return type === "string" ? "text" : `${type === "integer" ? "whole number" : "number"}${range(option)}`;
}

function range(option: JsonSchema): string {
  const [min, max] = [option["minimum"], option["maximum"]].map((n) => (n === undefined ? "" : String(n)));
  if (min === "" && max === "") return "";
  if (max === "") return ` ≥ ${min}`;
  return min === "" ? ` ≤ ${max}` : `, ${min} to ${max}`;
}

/** Every metric as a table: what a gate may bound and what a report shows. */
function gateTable(): string {
  const best = { high: "high", low: "low", half: "0.5", chance: "0.5 or less" };
  const rows = metricKeys.map((key) => {
    const card = metricTable[key];
    const cells = [`\`${key}\``, card.title, card.section, best[card.goal], card.needsHoldout ? "yes" : ""];
    return `| ${[...cells, metricSentence(card)].map(cell).join(" | ")} |\n`;
  });
  return `| metric | in reports | section | best | needs a holdout | meaning |\n|---|---|---|---|---|---|\n${rows.join("")}`;
}

function child(schema: JsonSchema, ...path: string[]): JsonSchema {
  return path.reduce<JsonSchema>((here, key) => (here[key] ?? {}) as JsonSchema, schema);
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replace(/\s+/g, " ");
}
