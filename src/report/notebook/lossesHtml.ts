import { own } from "../../jsonc/own.ts";
import {
  decimal,
  inEnglish,
  inLanguage,
  type Language,
  say,
  saySentence,
  sayText,
} from "../../language/language.ts";
import type { LossesJson } from "../../protocol/notebook.ts";
import { html, type Markup } from "../html/escapeHtml.ts";

const width = 640;
const height = 180;
const left = 46;
const bottom = 22;
/** More points than this cannot be told apart on the drawing. */
const maxPoints = 400;

/** Training in a cell: a bar, the losses as curves, and their last values as text. */
export function lossesHtml(training: LossesJson, language: Language = inEnglish): Markup {
  return inLanguage(language, [training.model], () => page(training));
}

function page(training: LossesJson): Markup {
  const { losses, state, fraction, label } = training;
  const names = Object.keys(losses).filter((name) => (own(losses, name)?.length ?? 0) > 0);
  const done = state === "done";
  const time = done
    ? seconds(training.seconds)
    : training.etaMs === null
      ? ""
      : say("about {0} left", seconds(training.etaMs / 1000));
  return html`<main class="sd-report sd-losses">
<p class="sd-training"><b>${training.model}</b> ${done ? say("trained") : say("in training")} · ${sayText(label)}${time === "" ? "" : ` · ${time}`}</p>
${done ? "" : html`<progress class="sd-progress" max="1" value="${fraction.toFixed(4)}" aria-label="${say("Training")}">${Math.round(fraction * 100)} %</progress>`}
${names.length === 0 ? "" : curves(losses, names)}
${training.warnings.length === 0 ? "" : html`<ul class="sd-notes">${training.warnings.map((text) => html`<li class="sd-note watch">${saySentence(text)}</li>`)}</ul>`}
</main>`;
}

function curves(losses: LossesJson["losses"], names: readonly string[]): Markup {
  const all = names.flatMap((name) => own(losses, name)!.filter(Number.isFinite));
  if (all.length === 0) return html``;
  const epochs = Math.max(...names.map((name) => own(losses, name)!.length));
  const low = all.reduce((a, b) => Math.min(a, b));
  const high = all.reduce((a, b) => Math.max(a, b));
  const span = high - low || 1;
  const x = (epoch: number): string =>
    (left + ((width - left - 6) * epoch) / Math.max(1, epochs - 1)).toFixed(1);
  const y = (value: number): string => (6 + (height - bottom - 6) * (1 - (value - low) / span)).toFixed(1);
  const lines = names.map((name, k) => {
    const values = own(losses, name)!;
    const step = Math.max(1, Math.ceil(values.length / maxPoints));
    const points = values
      .map((value, epoch) => ({ value, epoch }))
      .filter(
        ({ value, epoch }) => Number.isFinite(value) && (epoch % step === 0 || epoch === values.length - 1),
      )
      .map(({ value, epoch }) => `${x(epoch)},${y(value)}`);
    return html`<polyline class="sd-curve sd-curve-${k % 3}" points="${points.join(" ")}"/>`;
  });
  const summary = names.map((name) => `${name} ${show(own(losses, name)!.at(-1)!)}`).join(", ");
  return html`<p class="sd-legend">${names.map((name, k) => html`<span class="sd-key sd-curve-key-${k % 3}">${name} ${show(own(losses, name)!.at(-1)!)}</span>`)}</p>
<svg class="sd-curves" viewBox="0 0 ${width} ${height}" role="img" aria-label="${say("Losses after {0} epochs: {1}", epochs, summary)}">
<line class="sd-axis" x1="${left}" y1="${height - bottom}" x2="${width - 6}" y2="${height - bottom}"/>
<text x="${left - 6}" y="12" text-anchor="end">${show(high)}</text><text x="${left - 6}" y="${height - bottom}" text-anchor="end">${show(low)}</text>
<text x="${left}" y="${height - 6}">1</text><text x="${width - 6}" y="${height - 6}" text-anchor="end">${say("epoch {0}", epochs)}</text>
${lines}</svg>`;
}

function show(value: number): string {
  return decimal(Number(value.toPrecision(3)).toString());
}

function seconds(value: number): string {
  if (value < 60) return `${value < 10 ? decimal(value.toFixed(1)) : Math.round(value)} s`;
  return `${Math.floor(value / 60)} min ${Math.round(value % 60)} s`;
}
