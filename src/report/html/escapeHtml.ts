import { own } from "../../jsonc/own.ts";
import { translated } from "../../language/language.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Markup that is already safe; everything else put into `html` is escaped. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toString(): string {
    return this.text;
  }
}

type Piece = Markup | string | number | null | undefined | false | readonly Piece[];

/** Template tag: values are escaped unless they are `Markup`; arrays are joined; null, undefined and false vanish. */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Markup {
  let out = strings[0] ?? "";
  for (const [i, value] of values.entries()) out += pieceText(value) + (strings[i + 1] ?? "");
  return new Markup(out);
}

/** Says a message whose blanks hold markup: `{0}` is the first piece. */
export function sayMarkup(message: string, ...pieces: readonly Piece[]): Markup {
  return html`${translated(message)
    .split(/\{(\d)\}/)
    .map((part, i) => (i % 2 === 0 ? part : pieces[Number(part)]))}`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (c) => own(entities, c) ?? c);
}

function pieceText(piece: Piece): string {
  if (piece === null || piece === undefined || piece === false) return "";
  if (piece instanceof Markup) return piece.text;
  if (Array.isArray(piece)) return piece.map(pieceText).join("");
  return escapeHtml(String(piece));
}
