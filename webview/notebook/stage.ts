import reportCss from "../../media/report.css";
import { onThemeChange } from "../report/theme.ts";
import notebookCss from "./notebook.css";

/** A place of its own inside an output's element: styles neither come in nor get out. */
export interface Stage {
  /** Fill this. */
  readonly host: HTMLElement;
  dispose(): void;
}

let sheet: CSSStyleSheet | undefined;

/** Empties what the element showed before. `lang`: of the words to come. */
export function setStage(element: HTMLElement, lang: string): Stage {
  const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
  if (sheet === undefined) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(`${reportCss}\n${notebookCss}`);
  }
  root.adoptedStyleSheets = [sheet];
  const theme = document.createElement("div");
  const host = document.createElement("div");
  host.className = "sd-output sd-live";
  host.lang = lang;
  theme.append(host);
  root.replaceChildren(theme);
  // rules that look for the theme's class on body must find it on this side of the shadow
  const mirror = (): void => {
    theme.className = [...document.body.classList].filter((name) => name.startsWith("vscode-")).join(" ");
  };
  mirror();
  const stop = onThemeChange(mirror);
  host.addEventListener("click", followLink);
  return { host, dispose: stop };
}

/** Links within a report: an address of the page cannot point into a shadow. */
function followLink(event: Event): void {
  const link = (event.target as Element).closest<HTMLAnchorElement>('a[href^="#"]');
  if (!link) return;
  event.preventDefault();
  const { host } = (link.getRootNode() as ShadowRoot) ?? {};
  const target = host?.shadowRoot?.getElementById(link.hash.slice(1));
  target?.closest<HTMLElement>(".sd-brief")?.classList.remove("sd-brief");
  target?.scrollIntoView({ block: "start" });
}

export function button(text: string, onClick: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "sd-button";
  made.textContent = text;
  made.addEventListener("click", onClick);
  return made;
}

export function showProblem(host: HTMLElement, text: string): void {
  const box = document.createElement("p");
  box.className = "sd-report sd-problem";
  box.setAttribute("role", "alert");
  box.textContent = text;
  host.replaceChildren(box);
}
