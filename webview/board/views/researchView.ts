import { html, nothing, type TemplateResult } from "lit";
import type { Rest } from "../../../src/product/page/boardModel.ts";
import { idFor } from "../../../src/product/page/featureId.ts";
import type { Feature } from "../../../src/product/schema.ts";
import { oneLine } from "../../editor/columns/showValue.ts";
import { icon } from "../../editor/icons.ts";
import type { BoardContext } from "../context.ts";
import { areaField, textField } from "../panel/fields.ts";

type Persona = Rest["personas"][number];

/** Personas with what they rest on, their stories, and rows that illustrate them. */
export function researchView(context: BoardContext): TemplateResult {
  const { t, model, readonly } = context;
  const { personas } = model.rest;
  const others = storiesOf(context, undefined);
  return html`<div class="page research">
    ${personas.length === 0 ? html`<p class="empty">${t("research.none")}</p>` : nothing}
    ${personas.map((persona) => personaSection(context, persona))}
    ${
      others.length === 0
        ? nothing
        : html`<section class="tile"><h2>${t("research.noPersona")}</h2>${storyItems(context, others)}</section>`
    }
    ${
      readonly
        ? nothing
        : html`<form class="new-persona" @submit=${(event: SubmitEvent) => {
            event.preventDefault();
            const input = (event.target as HTMLFormElement).elements.namedItem("name") as HTMLInputElement;
            const name = input.value.trim();
            if (name === "") return;
            const id = idFor(name, new Set(personas.map((persona) => persona.id)));
            context.edit([{ edit: "add", list: "personas", item: { id, name } }], t("say.added", name));
            input.value = "";
          }}><input name="name" aria-label=${t("research.name")} placeholder=${t("research.name")}><button class="primary">${t("research.add")}</button></form>`
    }
  </div>`;
}

function personaSection(context: BoardContext, persona: Persona): TemplateResult {
  const { t, readonly, request } = context;
  const { id, name, evidence } = persona;
  const assumed = evidence.length === 0;
  const stories = storiesOf(context, id);
  return html`<section class="tile persona" aria-labelledby="persona-${id}">
    <div class="tile-head">${icon("person")}<h2 id="persona-${id}">${oneLine(name, 120)}</h2>
      <span class="tag ${assumed ? "assumed" : "evidence"}">${assumed ? t("research.assumed") : evidence.length === 1 ? t("research.evidenceOne") : t("research.evidence", evidence.length)}</span>
      ${
        persona.rows === undefined
          ? nothing
          : html`<button class="link" title=${t("research.rowsHelp")} @click=${() => request({ request: "demoRows", persona: id })}>${icon("data")}${t("research.rows")}</button>`
      }
      <button class="icon-button" title=${t("move.text")} aria-label=${t("phases.text", oneLine(name, 80))} @click=${() => request({ request: "openEntry", list: "personas", id })}>${icon("text")}</button></div>
    ${assumed ? html`<p class="dim">${t("research.assumedHelp")}</p>` : nothing}
    <div class="persona-parts">
      ${listPart(context, persona, "goals")}${listPart(context, persona, "pains")}${listPart(context, persona, "evidence")}
    </div>
    <details class="persona-edit"><summary>${t("research.edit")}</summary>
      ${textField({ id: `persona-${id}-name`, label: t("research.name"), value: name, readonly, write: (text) => text.trim() !== "" && set(context, id, "name", text.trim()) })}
      ${(["goals", "pains", "evidence"] as const).map((key) =>
        areaField(
          {
            id: `persona-${id}-${key}`,
            label: t(`research.${key}List`),
            value: persona[key].join("\n"),
            readonly,
            help: t("research.lines"),
            write: (text) => {
              const lines = text
                .split("\n")
                .map((line) => line.trim())
                .filter((line) => line !== "");
              set(context, id, key, lines.length === 0 ? undefined : lines);
            },
          },
          Math.max(2, persona[key].length),
        ),
      )}
      ${readonly ? nothing : html`<button class="link danger" @click=${() => context.edit([{ edit: "remove", list: "personas", id }], t("say.deleted", oneLine(name, 80)))}>${icon("trash")}${t("research.delete")}</button>`}
    </details>
    <h3>${t("research.stories")}</h3>
    ${stories.length === 0 ? html`<p class="dim">${t("research.noStories")}</p>` : storyItems(context, stories)}
  </section>`;
}

function set(context: BoardContext, id: string, key: string, value: unknown): void {
  context.edit([
    { edit: "set", list: "personas", id, changes: [{ path: [key], ...(value !== undefined && { value }) }] },
  ]);
}

function listPart(
  { t }: BoardContext,
  persona: Persona,
  key: "goals" | "pains" | "evidence",
): TemplateResult | typeof nothing {
  if (persona[key].length === 0) return nothing;
  return html`<div><h3>${t(`research.${key}List`)}</h3><ul class="points">${persona[key].map((text) => html`<li>${oneLine(text, 400)}</li>`)}</ul></div>`;
}

interface FoundStory {
  readonly feature: Feature;
  readonly story: Feature["stories"][number];
}

function storiesOf({ model }: BoardContext, persona: string | undefined): FoundStory[] {
  return model.features.flatMap((feature) =>
    feature.stories.filter((story) => story.as === persona).map((story) => ({ feature, story })),
  );
}

function storyItems(context: BoardContext, stories: readonly FoundStory[]): TemplateResult {
  const { t } = context;
  return html`<ul class="stories">${stories.map(
    ({ feature, story }) => html`<li class=${story.done ? "met" : ""}>
      <div class="story-line">${icon(story.done ? "done" : "circle")}<span class="visually-hidden">${story.done ? t("story.accepted") : t("story.open")}: </span>
        <span><b>${oneLine(story.want, 200)}</b>${story.so === undefined ? nothing : html`, ${t("story.soThat", oneLine(story.so, 200))}`}</span>
        <button class="link" @click=${() => context.open(feature.id)}>${oneLine(feature.title, 80)}</button></div>
      ${
        story.accept.length === 0
          ? html`<p class="dim">${t("story.noAccept")}</p>`
          : html`<ul class="accept">${story.accept.map((text) => html`<li>${oneLine(text, 400)}</li>`)}</ul>
            <button class="link" @click=${() => void copy(context, story.accept.join("\n"))}>${icon("copy")}${t("story.copy")}</button>`
      }
    </li>`,
  )}</ul>`;
}

async function copy({ say, notice, t }: BoardContext, text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(t("story.copied"));
  } catch {
    notice(t("story.notCopied"));
  }
}
