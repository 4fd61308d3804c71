import { saySentence } from "../../language/language.ts";
import type { Note } from "../../protocol/report.ts";
import { html, type Markup } from "./escapeHtml.ts";

const order = { alarm: 0, warning: 1, info: 2 } as const;
const tones = { alarm: "bad", warning: "watch", info: "info" } as const;

/** Notes of a report, the gravest first. Those that only inform stand where it is told how the table was made. */
export function notesHtml(list: readonly Note[]): Markup | "" {
  if (list.length === 0) return "";
  const sorted = [...list].sort((a, b) => order[a.level] - order[b.level]);
  return html`<ul class="sd-notes">${sorted.map((note) => html`<li class="sd-note ${tones[note.level]}"${note.level === "alarm" ? html` role="alert"` : ""}>${saySentence(note.text)}</li>`)}</ul>`;
}
