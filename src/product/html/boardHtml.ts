import { html, type Markup } from "../../report/html/escapeHtml.ts";
import { staticPage } from "../../report/reportFile.ts";
import type { Board, BoardFeature, BoardPhase } from "../board.ts";
import { besides, groupsOf, phaseFacts } from "../boardText.ts";
import { isLeft } from "../moscow.ts";
import { scoreText } from "../rice.ts";
import type { Product } from "../schema.ts";
import { type BoardTheme, boardStyle } from "./boardStyle.ts";

/**
 * A board as one self-contained page without a script: what comes next, columns by MoSCoW, phases with their criteria, personas.
 * Prints on A4; light and dark.
 * @param today the day it is made, such as 2026-12-31
 * @param theme the system's where not given
 */
export function boardHtml(
  board: Board,
  product: Product,
  { today, theme }: { readonly today: string; readonly theme?: BoardTheme | undefined },
): string {
  const body = html`<main class="mvp">
<header><h1>${board.product}</h1><p class="dim">${headline(board, today)}</p></header>
${nextHtml(board)}
<section aria-labelledby="board"><h2 id="board">Board</h2><div class="columns">${groupsOf(board, "moscow").map(columnHtml)}</div></section>
${phasesHtml(board)}
${personasHtml(product)}
<footer class="dim">Scores, ranks and shares are computed from the product file and stored nowhere.</footer>
</main>`;
  return staticPage(`${board.product}: board`, body, boardStyle(theme));
}

function headline({ features, reach }: Board, today: string): string {
  const done = features.filter(({ status }) => status === "done").length;
  const unit = reach === null || reach === undefined ? "" : ` · reach: ${reach.unit} per ${reach.per}`;
  return `${done} of ${features.length} features done · ${today}${unit}`;
}

/** The first open features in the order of work. */
function nextHtml({ features }: Board): Markup | "" {
  const next = features.filter(isLeft).slice(0, 5);
  if (next.length === 0) return "";
  return html`<section aria-labelledby="next"><h2 id="next">Next</h2><ol class="next">${next.map(
    (feature) =>
      html`<li><b>${feature.title}</b> <span class="dim">${[feature.status, besides(feature)].filter((part) => part !== "").join(" · ")}</span></li>`,
  )}</ol></section>`;
}

function columnHtml({
  title,
  features,
}: {
  readonly title: string;
  readonly features: readonly BoardFeature[];
}): Markup {
  return html`<section class="column"><h3>${title} <span class="dim">${features.length}</span></h3><ul>${features.map(cardHtml)}</ul></section>`;
}

function cardHtml(feature: BoardFeature): Markup {
  const more = besides(feature);
  const rank = feature.rank === null ? "" : html`<span class="rank" title="rank">#${feature.rank}</span>`;
  const score = feature.score === null ? "" : html`<span>RICE ${scoreText(feature.score)}</span>`;
  const effort = feature.effort === null ? "" : html`<span>${feature.effort} pm</span>`;
  return html`<li class="card ${feature.status}"><p><b>${feature.title}</b></p><p class="facts"><span class="status">${feature.status}</span>${rank}${score}${effort}</p>${
    more === "" ? "" : html`<p class="dim">${more}</p>`
  }</li>`;
}

function phasesHtml({ phases }: Board): Markup | "" {
  if (phases.length === 0) return "";
  return html`<section aria-labelledby="phases"><h2 id="phases">Phases</h2><div class="phases">${phases.map(phaseHtml)}</div></section>`;
}

function phaseHtml(phase: BoardPhase): Markup {
  const share = phase.features === 0 ? 0 : phase.done / phase.features;
  return html`<article class="phase"><h3>${phase.title}</h3><p class="dim">${phaseFacts(phase)}</p><svg viewBox="0 0 100 4" preserveAspectRatio="none" role="img" aria-label="${Math.round(100 * share)} % of the features done"><rect width="100" height="4" rx="2" class="track"/><rect width="${Math.round(100 * share)}" height="4" rx="2" class="bar"/></svg>${
    phase.exit.length === 0
      ? ""
      : html`<ul class="criteria">${phase.exit.map(
          ({ met, reason }) =>
            html`<li class="${met ? "met" : "open"}"><span aria-hidden="true">${met ? "✔" : "○"}</span> ${met ? "Met: " : "Open: "}${reason}</li>`,
        )}</ul>`
  }</article>`;
}

function personasHtml({ personas }: Product): Markup | "" {
  if (personas.length === 0) return "";
  return html`<section aria-labelledby="personas"><h2 id="personas">Personas</h2><div class="phases">${personas.map(
    ({ name, goals, pains, evidence }) =>
      html`<article class="phase"><h3>${name}</h3><p class="dim">${
        evidence.length === 0 ? "assumed: no evidence yet" : `evidence: ${evidence.join(", ")}`
      }</p>${listHtml("Goals", goals)}${listHtml("Pains", pains)}</article>`,
  )}</div></section>`;
}

function listHtml(title: string, items: readonly string[]): Markup | "" {
  return items.length === 0
    ? ""
    : html`<p class="label">${title}</p><ul class="plain">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
