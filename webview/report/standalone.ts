import { inLanguage, type Language, languageOf, say } from "../../src/language/language.ts";
import type { ReportJson } from "../../src/protocol/report.ts";
import { mountReport } from "./mountReport.ts";
import { Plotly } from "./plotly.ts";

// The script of report.html: the page already holds the static report and its data.
const host = document.getElementById("report");
const data = document.getElementById("report-data")?.textContent;
if (host && data) {
  const words = document.getElementById("report-words")?.textContent;
  const language = languageOf(
    document.documentElement.lang,
    words ? (JSON.parse(words) as Record<string, string>) : undefined,
  );
  addThemeButton(language);
  mountReport(host, JSON.parse(data) as ReportJson, async () => Plotly, language);
}

function addThemeButton(language: Language): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "sd-theme";
  const isDark = (): boolean =>
    (document.documentElement.dataset["theme"] ??
      (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const label = (): void => {
    button.textContent = inLanguage(language, [], () =>
      isDark() ? say("Theme: dark") : say("Theme: light"),
    );
  };
  button.addEventListener("click", () => {
    document.documentElement.dataset["theme"] = isDark() ? "light" : "dark";
    label();
  });
  // a page that holds this one in a frame says its theme behind the address: `#theme=dark`
  const follow = (): void => {
    const asked = /^#theme=(light|dark)$/.exec(location.hash)?.[1];
    if (asked !== undefined) document.documentElement.dataset["theme"] = asked;
    label();
  };
  window.addEventListener("hashchange", follow);
  follow();
  document.body.prepend(button);
}
