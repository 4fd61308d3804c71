import { html, nothing, type TemplateResult } from "lit";
import { idFor } from "../../../src/product/page/featureId.ts";
import type { Feature } from "../../../src/product/schema.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import type { BoardContext } from "../context.ts";
import { areaField, choiceField, textField } from "./fields.ts";

type Story = Feature["stories"][number];

/** The stories of a feature with their acceptance criteria, each line one. */
export function storyList(context: BoardContext, feature: Feature): TemplateResult {
  const { t, readonly } = context;
  const set = (path: readonly (string | number)[], value: unknown): void =>
    context.edit([
      {
        edit: "set",
        list: "features",
        id: feature.id,
        changes: [{ path: ["stories", ...path], ...(value !== undefined && { value }) }],
      },
    ]);
  return html`${feature.stories.map((story, i) => storyFields(context, story, `story-${i}`, (path, value) => set([i, ...path], value)))}
    ${
      readonly
        ? nothing
        : html`<form class="new-story" @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            const input = (event.target as HTMLFormElement).elements.namedItem("want") as HTMLInputElement;
            const want = input.value.trim();
            if (want === "") return;
            const id = idFor(want, new Set(feature.stories.map((story) => story.id)));
            set([feature.stories.length], { id, want });
            input.value = "";
          }}><input name="want" aria-label=${t("story.new")} placeholder=${t("story.new")}><button class="link">${icon("plus")}${t("story.add")}</button></form>`
    }`;
}

function storyFields(
  context: BoardContext,
  story: Story,
  id: string,
  set: (path: readonly string[], value: unknown) => void,
): TemplateResult {
  const { t, model, readonly } = context;
  const text = (value: string): string | undefined => (value.trim() === "" ? undefined : value.trim());
  return html`<fieldset class="story"><legend>${oneLine(story.want, 80)}</legend>
    ${
      model.rest.personas.length === 0
        ? nothing
        : choiceField({
            id: `${id}-as`,
            label: t("story.as"),
            value: story.as ?? "",
            readonly,
            choices: [
              ["", "–"],
              ...model.rest.personas.map((persona) => [persona.id, oneLine(persona.name, 60)] as const),
            ],
            write: (value) => set(["as"], text(value)),
          })
    }
    ${textField({ id: `${id}-want`, label: t("story.want"), value: story.want, readonly, write: (value) => text(value) !== undefined && set(["want"], text(value)) })}
    ${textField({ id: `${id}-so`, label: t("story.so"), value: story.so ?? "", readonly, write: (value) => set(["so"], text(value)) })}
    ${areaField(
      {
        id: `${id}-accept`,
        label: t("story.accept"),
        value: story.accept.join("\n"),
        readonly,
        help: t("story.acceptHelp"),
        write: (value) => {
          const lines = value
            .split("\n")
            .map((line) => line.trim())
            .filter((line) => line !== "");
          set(["accept"], lines.length === 0 ? undefined : lines);
        },
      },
      Math.max(2, story.accept.length),
    )}
    <label class="check"><input type="checkbox" .checked=${story.done} ?disabled=${readonly} @change=${({ target }: Event) => set(["done"], (target as HTMLInputElement).checked || undefined)}>${t("story.done")}</label>
    ${readonly ? nothing : html`<button class="link danger" @click=${() => set([], undefined)}>${t("story.remove")}</button>`}
  </fieldset>`;
}
