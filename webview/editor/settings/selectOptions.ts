import { noChange } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";
import { oneLine } from "../columns/showValue.ts";

export interface SelectOptions {
  readonly words: readonly string[];
  /** undefined: nothing is set, the inferred word shows. A value that is none of the words is shown all the same. */
  readonly value: string | undefined;
  readonly inferred: string;
  /** Headings over the inferred word and over the words. */
  readonly headings: readonly [inferred: string, words: string];
}

/**
 * Options of a select, copied from one pattern per list of words: a wide table has two selects in every row, and drawing
 * their options one by one is what would make scrolling slow.
 */
class SelectOptionsDirective extends Directive {
  #pattern: string | undefined;

  render(_options: SelectOptions): unknown {
    return noChange;
  }

  override update(part: ElementPart, [options]: [SelectOptions]): unknown {
    const select = part.element as HTMLSelectElement;
    const { words, value, inferred, headings } = options;
    const all = value === undefined || words.includes(value) ? words : [value, ...words];
    const key = JSON.stringify([headings, all]);
    if (key !== this.#pattern) {
      select.replaceChildren(patternOf(key, headings, all).cloneNode(true));
      this.#pattern = key;
    }
    const first = select.options[0];
    if (first && first.text !== inferred) first.text = inferred;
    const index = value === undefined ? 0 : all.indexOf(value) + 1;
    if (select.selectedIndex !== index) select.selectedIndex = index;
    return noChange;
  }
}

export const selectOptions = directive(SelectOptionsDirective);

const patterns = new Map<string, DocumentFragment>();

function patternOf(
  key: string,
  headings: SelectOptions["headings"],
  words: readonly string[],
): DocumentFragment {
  const known = patterns.get(key);
  if (known !== undefined) return known;
  const pattern = document.createDocumentFragment();
  for (const [i, options] of [[""], words].entries()) {
    const group = document.createElement("optgroup");
    group.label = headings[i] ?? "";
    group.append(...options.map((word) => new Option(oneLine(word, 60), word)));
    pattern.append(group);
  }
  if (patterns.size > 100) patterns.clear();
  patterns.set(key, pattern);
  return pattern;
}
