import { noChange } from "lit";
import { Directive, directive, type ElementPart, type PartInfo, PartType } from "lit/directive.js";

/** Shows the document's value in an input, but leaves alone what a person is just typing. */
class Settled extends Directive {
  #shown: string | undefined;

  constructor(part: PartInfo) {
    super(part);
    if (part.type !== PartType.ELEMENT) throw new Error("settled belongs on the element");
  }

  render(_value: string): unknown {
    return noChange;
  }

  override update(part: ElementPart, [value]: [string]): unknown {
    const input = part.element as HTMLInputElement;
    const typing =
      input.ownerDocument.activeElement === input && this.#shown !== undefined && input.value !== this.#shown;
    if (!typing || input.value === value) {
      this.#shown = value;
      if (input.value !== value) input.value = value;
    }
    return noChange;
  }
}

export const settled = directive(Settled);
