import { readFile } from "node:fs/promises";
import { z } from "zod";
import { changedLines } from "../../jsonc/changedLines.ts";
import { editConfigAll } from "../../jsonc/editConfig.ts";
import { applyEdits } from "../../jsonc/textEdit.ts";
import { addFeature, moveFeature, setFeature } from "../../product/editProduct.ts";
import { idFor } from "../../product/page/featureId.ts";
import { readProduct } from "../../product/readProduct.ts";
import type { Product } from "../../product/schema.ts";
import { moscowGroups } from "../../product/words.ts";
import { writeAtomically } from "../../runFolder/writeAtomically.ts";
import { diagnosticLine } from "../inWorker.ts";
import { type Tool, ToolError } from "../tool.ts";
import { fileField, openProduct } from "./openProduct.ts";

const text = z.string().min(1).max(2_000);

const change = z.discriminatedUnion("do", [
  z.strictObject({
    do: z.literal("addFeature"),
    title: text,
    moscow: z.enum(moscowGroups).optional(),
    phase: z.string().optional(),
    why: text.optional(),
  }),
  z.strictObject({
    do: z.literal("addPersona"),
    name: text.describe("A role, never a person's name."),
    goals: z.array(text).default([]),
    pains: z.array(text).default([]),
  }),
  z.strictObject({
    do: z.literal("set"),
    feature: z.string().min(1),
    values: z
      .record(z.string(), z.union([z.string(), z.number(), z.null()]))
      .describe(
        "title, moscow, phase, status, why, needs, data, reach, impact, confidence, effort, …; null removes.",
      ),
  }),
  z.strictObject({
    do: z.literal("move"),
    feature: z.string().min(1),
    before: z.string().min(1).describe("Id of the feature it goes before."),
  }),
]);

const input = z.strictObject({
  file: fileField,
  changes: z.array(change).min(1).max(200).describe("Done in this order, all of them or none."),
  dryRun: z.boolean().default(false).describe("Return the difference and write nothing."),
});

const output = z.object({
  file: z.string(),
  written: z.boolean(),
  difference: z.string(),
  findings: z.array(z.string()),
});

export const editMvpTool: Tool<typeof input> = {
  name: "edit_mvp",
  title: "Edit Product File",
  description:
    "Changes a product file (*.mvp.json): adds features and personas, sets keys of features, moves features. All changes are checked together before anything is written; comments and everything else stay. A persona added here has no evidence and is shown as assumed. Returns the difference.",
  input,
  output,
  readOnly: false,
  confirmation: ({ file, changes }) =>
    `Make ${changes.length} ${changes.length === 1 ? "change" : "changes"} to ${file}?`,
  async perform({ file, changes, dryRun }, context) {
    const opened = await openProduct(context, file);
    const today = new Date().toISOString().slice(0, 10);
    let { text: edited, product } = opened;
    let findings: readonly string[] = [];
    for (const [k, wanted] of changes.entries()) {
      edited = changed(edited, product, wanted, today);
      const read = readProduct(edited, opened.name);
      if (read.product === undefined)
        throw new ToolError(
          [
            `changes.${k} would break ${opened.name}; nothing was written`,
            ...read.diagnostics.map(diagnosticLine),
          ].join("\n"),
        );
      product = read.product;
      findings = read.diagnostics.map(diagnosticLine);
    }
    const difference = changedLines(opened.text, edited);
    if (!dryRun) {
      if ((await readFile(opened.path, "utf8")) !== opened.text)
        throw new ToolError(`${opened.name} was changed meanwhile; nothing was written, try again`);
      await writeAtomically(opened.path, edited);
    }
    const head = dryRun ? `${opened.name} would change:` : `changed ${opened.name}:`;
    return {
      text: [head, difference, ...findings].join("\n"),
      data: { file: opened.name, written: !dryRun, difference, findings },
    };
  },
};

function changed(before: string, product: Product, wanted: z.output<typeof change>, today: string): string {
  if (wanted.do === "move") return moveFeature(before, product, wanted.feature, wanted.before);
  if (wanted.do === "set") {
    const assignments = Object.entries(wanted.values).map(([key, value]) => `${key}=${value ?? ""}`);
    return setFeature(before, product, wanted.feature, { assignments, today });
  }
  if (wanted.do === "addFeature") {
    const { do: _, ...rest } = wanted;
    const id = idFor(rest.title, new Set(product.features.map((feature) => feature.id)));
    return addFeature(before, product, { id, ...rest, status: "idea", added: today });
  }
  const { do: _, ...persona } = wanted;
  const id = idFor(persona.name, new Set(product.personas.map((other) => other.id)));
  const at = product.personas.length;
  return applyEdits(before, editConfigAll(before, [{ path: ["personas", at], value: { id, ...persona } }]));
}
