/** Colors of the charts, read from the page's custom properties so that they follow the theme. */
export interface ChartTheme {
  readonly text: string;
  readonly dim: string;
  readonly grid: string;
  readonly background: string;
  readonly panel: string;
  readonly real: string;
  readonly synthetic: string;
  readonly holdout: string;
  readonly font: string;
  /** Low … high of a one-sided scale. */
  readonly scale: readonly [string, string];
  readonly bad: string;
}

export function readTheme(element: Element): ChartTheme {
  const style = getComputedStyle(element);
  const value = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  return {
    text: value("--sd-text", "#222"),
    dim: value("--sd-dim", "#666"),
    grid: value("--sd-border", "#ddd"),
    background: value("--sd-background", "#fff"),
    panel: value("--sd-panel", "#f6f7f9"),
    real: value("--sd-real", "#3f73b5"),
    synthetic: value("--sd-synthetic", "#d9722e"),
    holdout: value("--sd-holdout", "#8a8f98"),
    font: style.fontFamily,
    scale: [value("--sd-scale-low", "#f2f5f9"), value("--sd-scale-high", "#1f5fae")],
    bad: value("--sd-bad", "#c0392b"),
  };
}

/** Calls back when the theme may have changed: VS Code swaps classes on body, a page its data-theme, the system its preference. */
export function onThemeChange(callback: () => void): () => void {
  const observer = new MutationObserver(callback);
  const options = {
    attributes: true,
    attributeFilter: ["class", "data-theme", "data-vscode-theme-id", "style"],
  };
  observer.observe(document.body, options);
  observer.observe(document.documentElement, options);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", callback);
  return () => {
    observer.disconnect();
    dark.removeEventListener("change", callback);
  };
}
