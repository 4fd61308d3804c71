import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";
import type { OptionField } from "../../src/protocol/editor.ts";
import type { Words } from "../../src/protocol/editorStrings.ts";
import { type Help, setHelp } from "./hoverCard.ts";
import { rangeText, showInput } from "./settings/parseInput.ts";

class HelpDirective extends Directive {
  render(_help: Help): unknown {
    return noChange;
  }

  override update(part: ElementPart, [help]: [Help]): unknown {
    setHelp(part.element, help);
    return noChange;
  }
}

/** On an element: what its hover card says. */
export const helpOn = directive(HelpDirective);

/** Meaning, range and default of a setting. */
export function fieldHelp(field: OptionField, title: string, t: Words): Help {
  const range = rangeText(field, t);
  return {
    title: title.toLowerCase() === field.key.toLowerCase() ? title : `${title}  ·  \`${field.key}\``,
    text: field.description,
    ...(field.words?.some(({ meaning }) => meaning !== "") && { words: field.words }),
    facts: [
      ...(range === "" ? [] : [field.auto ? `${t("field.auto")}, ${range}` : range]),
      ...(field.default === undefined || defaultText(field, t) === ""
        ? []
        : [t("field.default", defaultText(field, t))]),
    ],
  };
}

/** The same in one sentence, for screen readers. */
export function helpSentence({ text, facts = [] }: Help): string {
  return [text, ...facts].join(" ").replaceAll("`", "");
}

export function defaultText(field: OptionField, t: Words): string {
  if (typeof field.default === "boolean") return t(field.default ? "field.on" : "field.off");
  return showInput(field.default);
}
