/** A click on a button of the heat maps shows its map and hides the others. Returns what stops that. */
export function switchMapsOnClick(host: HTMLElement): () => void {
  const onClick = (event: Event): void => {
    const pressed = (event.target as Element).closest<HTMLElement>("[data-show-map]");
    if (!pressed) return;
    for (const button of host.querySelectorAll<HTMLElement>("[data-show-map]"))
      button.setAttribute("aria-pressed", String(button === pressed));
    for (const map of host.querySelectorAll<HTMLElement>("[data-map]"))
      map.hidden = map.dataset["map"] !== pressed.dataset["showMap"];
  };
  host.addEventListener("click", onClick);
  return () => host.removeEventListener("click", onClick);
}
