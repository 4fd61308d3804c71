import type { GridWords } from "../../src/protocol/gridStrings.ts";

export interface BarActions {
  filter(where: readonly string[]): void;
  /** Row among those shown, from 1. */
  goTo(row: number): void;
  copy(): void;
}

let nextId = 1;

/** Above a table: a field for conditions, those that hold now, a row to go to, and how many rows there are. */
export class FilterBar {
  readonly element = document.createElement("div");
  readonly #t: GridWords;
  readonly #actions: BarActions;
  readonly #field = document.createElement("input");
  readonly #row = document.createElement("input");
  readonly #chips = document.createElement("ul");
  readonly #size = document.createElement("span");
  readonly #problem = document.createElement("p");
  #where: readonly string[] = [];

  constructor(t: GridWords, actions: BarActions) {
    this.#t = t;
    this.#actions = actions;
    const id = `grid-bar${nextId++}`;
    this.element.className = "grid-bar";
    this.#field.className = "grid-filter";
    this.#field.type = "text";
    this.#field.placeholder = t("grid.filterExample");
    this.#field.title = t("grid.filterHelp");
    this.#field.setAttribute("aria-label", t("grid.filter"));
    this.#field.setAttribute("aria-describedby", `${id}problem`);
    this.#field.spellcheck = false;
    this.#row.className = "grid-go";
    this.#row.type = "text";
    this.#row.inputMode = "numeric";
    this.#row.placeholder = t("grid.goTo");
    this.#row.setAttribute("aria-label", t("grid.goTo"));
    this.#chips.className = "grid-chips";
    this.#size.className = "grid-size";
    this.#size.setAttribute("role", "status");
    this.#problem.className = "grid-problem";
    this.#problem.id = `${id}problem`;
    this.#problem.setAttribute("role", "alert");
    const copy = button(t("grid.copy"), () => actions.copy());
    copy.className = "grid-button";
    this.#field.disabled = true;
    this.#row.disabled = true;
    this.element.append(this.#field, this.#chips, this.#row, copy, this.#size, this.#problem);
    this.#field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && this.#field.value.trim() !== "")
        this.#actions.filter([...this.#where, this.#field.value.trim()]);
    });
    this.#field.addEventListener("input", () => this.refused(""));
    this.#row.addEventListener("keydown", (event) => {
      const row = Number(this.#row.value.replace(/[^\d]/g, ""));
      if (event.key === "Enter" && row > 0) this.#actions.goTo(row);
    });
  }

  enable(): void {
    this.#field.disabled = false;
    this.#row.disabled = false;
  }

  say(text: string): void {
    this.#size.textContent = text;
  }

  /** Shows why a condition was not understood; an empty text takes it away. */
  refused(message: string): void {
    this.#problem.textContent = message;
    this.#field.setAttribute("aria-invalid", String(message !== ""));
  }

  /** These conditions hold now. */
  accepted(where: readonly string[]): void {
    if (where === this.#where) return;
    if (where.length > this.#where.length) this.#field.value = "";
    this.#where = where;
    this.#chips.replaceChildren(
      ...where.map((text, i) => {
        const chip = document.createElement("li");
        const remove = button("×", () => this.#actions.filter(where.filter((_, j) => j !== i)));
        remove.setAttribute("aria-label", this.#t("grid.removeFilter", text));
        const name = document.createElement("span");
        name.textContent = text;
        chip.append(name, remove);
        return chip;
      }),
    );
  }
}

function button(text: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.addEventListener("click", press);
  return made;
}
