import { inEnglish, inLanguage, type Language, say } from "../language/language.ts";
import type { ReportJson } from "../protocol/report.ts";
import { escapeHtml, html, type Markup } from "./html/escapeHtml.ts";
import { reportHtml } from "./html/reportHtml.ts";

/**
 * One self-contained file: opens from disk, no network. Readable without a script; with it the charts appear.
 * `script` and `style` are the built `dist/report.js` and `media/report.css`.
 */
export function reportFile(
  report: ReportJson,
  { script, style }: { readonly script: string; readonly style: string },
  language: Language = inEnglish,
): string {
  const kind = inLanguage(language, [], () => say("Synthetic data report"));
  const title = `${report.tables.synthetic.name}: ${kind}`;
  const words =
    language.code === "en"
      ? ""
      : `\n<script type="application/json" id="report-words">${jsonText(language.texts)}</script>`;
  return page({
    title,
    style,
    language,
    scripts: "; script-src 'unsafe-inline'; img-src data: blob:",
    body: `${html`<div id="report">${reportHtml(report, language)}</div>`}
<script type="application/json" id="report-data">${jsonText(report)}</script>${words}
<script>${script.replace(/<\/script/gi, "<\\/script").replace(/<!--/g, "<\\!--")}</script>`,
  });
}

/** A self-contained page without a script. */
export function staticPage(
  title: string,
  body: Markup,
  style: string,
  language: Language = inEnglish,
): string {
  return page({ title, style, language, scripts: "", body: `${body}` });
}

/** JSON inside `<script>`, where only `</script` and `<!--` end or disturb the text. */
function jsonText(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, "\\u003c")
    .replace(/\u2028/g, "\\u2028")
    .replace(/\u2029/g, "\\u2029");
}

/** `scripts`: what the page's policy allows beyond styles. */
function page(parts: {
  readonly title: string;
  readonly style: string;
  readonly language: Language;
  readonly scripts: string;
  readonly body: string;
}): string {
  return `<!doctype html>
<html lang="${parts.language.code}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${parts.scripts}">
<title>${escapeHtml(parts.title)}</title>
<style>${parts.style.replace(/<\/style/gi, "<\\/style")}</style>
</head>
<body class="sd-page">
${parts.body}
</body>
</html>
`;
}
