import { html, nothing, type TemplateResult } from "lit";
import { oneLine } from "./columns/showValue.ts";
import type { EditorContext } from "./context.ts";
import { icon } from "./icons.ts";
import type { NumberedProblem } from "./problemPlaces.ts";

/** Problems under the control they are about, each with its fix and the way to its text. */
export function problemList(
  context: EditorContext,
  problems: readonly NumberedProblem[],
  id?: string,
): TemplateResult | typeof nothing {
  if (problems.length === 0) return nothing;
  const { t, document } = context;
  return html`<ul class="problems" id=${id ?? nothing}>
    ${problems.map(
      (problem) =>
        html`<li class="problem ${problem.severity}">
          ${icon(problem.severity)}<span class="visually-hidden">${t(`problem.${problem.severity}`)}: </span>
          <span class="problem-text">${oneLine(problem.message, 400)}</span>
          ${
            problem.fix === undefined || document.readonly
              ? nothing
              : html`<button class="link" @click=${() =>
                  context.request({ request: "fix", version: document.version, problem: problem.number })}>
                  ${oneLine(problem.fix, 60)}
                </button>`
          }
          <button class="icon-button" title=${t("problem.goTo", problem.line)} aria-label=${t("problem.goTo", problem.line)}
            @click=${() => context.request({ request: "openText", line: problem.line, column: problem.column })}>
            ${icon("go")}
          </button>
        </li>`,
    )}
  </ul>`;
}
