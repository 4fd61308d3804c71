/**
 * One card for the definitions of a page: beside what the pointer rests on, the keyboard is at, or a finger touched. Escape hides it.
 * Screen readers get the same words from `aria-description`. Returns what stops that.
 */
export function showDefinitions(host: HTMLElement): () => void {
  const card = document.createElement("div");
  card.className = "sd-def-card";
  card.setAttribute("aria-hidden", "true");
  card.hidden = true;
  host.append(card);
  let owner: HTMLElement | undefined;

  const hide = (): void => {
    card.hidden = true;
    owner = undefined;
  };
  const show = (target: EventTarget | null): void => {
    if (target === card) return;
    const found = target instanceof Element ? target.closest<HTMLElement>("[data-def]") : null;
    if (found === owner) return;
    if (found === null) {
      hide();
      return;
    }
    owner = found;
    card.textContent = found.dataset["def"] ?? "";
    card.hidden = false;
    place(card, found.getBoundingClientRect());
  };
  const onPointer = ({ target }: PointerEvent): void => show(target);
  const onFocus = ({ target }: FocusEvent): void => {
    if (target instanceof Element && target.matches(":focus-visible, .sd-def")) show(target);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && !card.hidden) hide();
  };
  host.addEventListener("pointerover", onPointer);
  host.addEventListener("pointerleave", hide);
  host.addEventListener("focusin", onFocus);
  host.addEventListener("focusout", hide);
  host.addEventListener("keydown", onKey);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  return () => {
    host.removeEventListener("pointerover", onPointer);
    host.removeEventListener("pointerleave", hide);
    host.removeEventListener("focusin", onFocus);
    host.removeEventListener("focusout", hide);
    host.removeEventListener("keydown", onKey);
    document.removeEventListener("scroll", hide, { capture: true });
    card.remove();
  };
}

/** Below its word, or above where there is no room; always within the page's width. */
function place(card: HTMLElement, at: DOMRect): void {
  const { width, height } = card.getBoundingClientRect();
  const gap = 6;
  const left = Math.max(gap, Math.min(at.left, document.documentElement.clientWidth - width - gap));
  const below = at.bottom + gap + height < innerHeight;
  card.style.left = `${Math.round(left)}px`;
  card.style.top = `${Math.round(below ? at.bottom + gap : at.top - height - gap)}px`;
}
