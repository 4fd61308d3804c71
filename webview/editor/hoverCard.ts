/** What a card says of the control it belongs to. All of it plain text. */
export interface Help {
  readonly title: string;
  readonly text: string;
  readonly facts?: readonly string[];
  readonly words?: readonly { readonly word: string; readonly meaning: string }[];
}

const helps = new WeakMap<Element, Help>();
const delayMs = 350;

/** Gives an element its card; call again when the words change. */
export function setHelp(element: Element, help: Help): void {
  helps.set(element, help);
  element.setAttribute("data-help", "");
}

/**
 * One card for the whole page, shown beside what the pointer rests on or the keyboard is at; Escape hides it. Screen readers
 * get the same words from the control's own description.
 */
export function installHoverCard(): void {
  const card = document.createElement("div");
  card.className = "help-card";
  card.setAttribute("aria-hidden", "true");
  card.hidden = true;
  document.body.append(card);
  let shownFor: Element | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let watch: ReturnType<typeof setInterval> | undefined;

  const hide = (): void => {
    clearTimeout(timer);
    clearInterval(watch);
    card.hidden = true;
    shownFor = undefined;
  };
  const show = (element: Element, help: Help): void => {
    // no event tells that a control under the pointer is gone, or hidden behind a tab
    const isThere = (): boolean => element.getClientRects().length > 0;
    if (!isThere()) return;
    watch = setInterval(() => {
      if (!isThere()) hide();
    }, 300);
    fill(card, help);
    card.hidden = false;
    place(card, element.getBoundingClientRect());
  };
  const plan = (target: EventTarget | null, delay: number): void => {
    const element = target instanceof Element ? target.closest("[data-help]") : null;
    const help = element === null ? undefined : helps.get(element);
    if (element === null || help === undefined) {
      hide();
      return;
    }
    if (element === shownFor) return;
    hide();
    shownFor = element;
    timer = setTimeout(() => show(element, help), delay);
  };
  document.addEventListener("pointerover", ({ target }) => plan(target, delayMs));
  document.addEventListener("pointerdown", hide);
  document.addEventListener("focusin", ({ target }) => {
    if (
      target instanceof Element &&
      target.matches(":focus-visible") &&
      target.matches("input:not([type=search]), vscode-checkbox")
    )
      plan(target, delayMs);
    else hide();
  });
  document.addEventListener("focusout", hide);
  // the pointer is over other parts of the window, which this page does not hear of
  document.documentElement.addEventListener("pointerleave", hide);
  window.addEventListener("blur", hide);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") hide();
  });
}

function fill(card: HTMLElement, help: Help): void {
  card.replaceChildren(
    line("help-title", help.title),
    ...(help.text === "" ? [] : [line("help-text", help.text)]),
    ...(help.words ?? []).map(({ word, meaning }) => {
      const row = line("help-word", "");
      row.append(line("help-key", word), meaning === "" ? "" : ` ${meaning}`);
      return row;
    }),
    ...(help.facts?.length ? [line("help-facts", help.facts.join("  ·  "))] : []),
  );
}

/** `code` in backticks is set apart; everything is text. */
function line(name: string, text: string): HTMLElement {
  const element = document.createElement(name === "help-key" ? "b" : "div");
  element.className = name;
  for (const [i, part] of text.split("`").entries()) {
    if (i % 2 === 0) element.append(part);
    else {
      const code = document.createElement("code");
      code.textContent = part;
      element.append(code);
    }
  }
  return element;
}

/** Left of the control if there is room, else below, else above: never over what is being typed. */
function place(card: HTMLElement, at: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const gap = 8;
  const beside = at.left - width - gap;
  const below = at.bottom + gap + height < window.innerHeight;
  const left = beside >= gap ? beside : Math.max(gap, Math.min(at.left, window.innerWidth - width - gap));
  const top = beside >= gap ? at.top - 4 : below ? at.bottom + gap / 2 : at.top - height - gap / 2;
  card.style.left = `${Math.round(left)}px`;
  card.style.top = `${Math.round(Math.max(gap, Math.min(top, window.innerHeight - height - gap)))}px`;
}
