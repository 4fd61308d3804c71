import { html, nothing, type TemplateResult } from "lit";
import type { RiceDraft } from "../../../src/product/page/boardModel.ts";
import { riceOf } from "../../../src/product/rice.ts";
import type { Feature } from "../../../src/product/schema.ts";
import { impacts } from "../../../src/product/words.ts";
import { type BoardContext, scoreIn } from "../context.ts";
import { choiceField, textField } from "./fields.ts";

/** Bounds of the schema, inclusive. */
const bounds = { reach: [0, 1e12], confidence: [1, 100], effort: [0.5, 1e6] } as const;
type NumberPart = keyof typeof bounds;

/** Reads what was typed as a part of RICE; a decimal comma is understood. Undefined: no number within its bounds. */
export function readPart(part: NumberPart, text: string): number | undefined {
  const number = Number(text.trim().replace(",", ".").replace(/\s*%$/, ""));
  const [min, max] = bounds[part];
  return text.trim() !== "" && number >= min && number <= max ? number : undefined;
}

/** The four numbers of RICE and the score they give. */
export function riceFields(context: BoardContext, feature: Feature): TemplateResult {
  const { t, readonly, language, model } = context;
  const rice: RiceDraft = feature.rice ?? {};
  const set = (part: keyof RiceDraft, value: number | undefined): void => {
    const left = Object.values({ ...rice, [part]: value }).some((other) => other !== undefined);
    context.edit([
      {
        edit: "set",
        list: "features",
        id: feature.id,
        changes: [
          left ? { path: ["rice", part], ...(value !== undefined && { value }) } : { path: ["rice"] },
        ],
      },
    ]);
  };
  const part = (name: NumberPart, help: string): TemplateResult =>
    textField(
      {
        id: `panel-${name}`,
        label: t(`rice.${name}`),
        value: rice[name]?.toString() ?? "",
        readonly,
        help,
        write: (text) => {
          const value = readPart(name, text);
          if (text.trim() === "") set(name, undefined);
          else if (value === undefined) context.notice(t(`rice.${name}.needs`));
          else set(name, value);
        },
      },
      "number",
    );
  const { score } = riceOf(feature);
  const { reach } = model.rest;
  return html`<div class="panel-grid">
      ${part("reach", reach === undefined ? t("rice.reach.help") : t("head.reach", reach.unit, reach.per))}
      ${choiceField({ id: "panel-impact", label: t("rice.impact"), value: rice.impact?.toString() ?? "", readonly, choices: impactChoices(context), write: (text) => set("impact", text === "" ? undefined : Number(text)) })}
      ${part("confidence", t("rice.confidence.help"))}
      ${part("effort", t("rice.effort.help"))}
    </div>
    <p class="score-line">${t("rice.score")} <b>${scoreIn(score, language)}</b>${score === null ? html` <span class="dim">${t("rice.missing")}</span>` : nothing}</p>`;
}

/** The scale of the original article, in words. */
export function impactChoices({ t }: BoardContext): (readonly [string, string])[] {
  return [["", t("rice.none")], ...impacts.map((value) => [String(value), t(`impact.${value}`)] as const)];
}
