import { escapeHtml, html } from "../../report/html/escapeHtml.ts";
import type { Translate } from "../../runs/translate.ts";

/** Addresses and secrets of one page. */
export interface PanelPage {
  /** `webview.cspSource` */
  readonly source: string;
  readonly nonce: string;
  readonly script: string;
  readonly style: string;
  readonly gridStyle: string;
  readonly language: string;
}

/**
 * The page of a report panel: a toolbar, and a place that `dist/webview/report.js` fills once the host has sent a report.
 * Plotly adds its rules to the empty style element; one that it made itself would have no nonce.
 */
export function panelPage(
  { source, nonce, script, style, gridStyle, language }: PanelPage,
  t: Translate,
): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source} 'nonce-${nonce}'`,
    `script-src 'nonce-${nonce}'`,
    `font-src ${source}`,
    `img-src ${source} data: blob:`,
    "connect-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const toolbar = html`<div class="sd-toolbar" role="toolbar" aria-label="${t("Report")}" hidden>
<button type="button" data-export="html">${t("Export HTML")}</button>
<button type="button" data-export="summary">${t("Export One Page")}</button>
<button type="button" data-export="md">${t("Export Markdown")}</button>
<button type="button" data-export="json">${t("Export JSON")}</button>
<button type="button" data-rows aria-expanded="false">${t("Rows Side by Side")}</button>
<button type="button" data-compare>${t("Compare with an Earlier Run…")}</button>
</div>`;
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<title>SynData</title>
<link rel="stylesheet" href="${escapeHtml(style)}">
<link rel="stylesheet" href="${escapeHtml(gridStyle)}">
<style nonce="${nonce}" id="plotly.js-style-global"></style>
</head>
<body class="sd-panel">
${toolbar}
<section id="rows" hidden></section>
<div id="report" aria-live="off"><p class="sd-waiting" role="status">${escapeHtml(t("Reading the report…"))}</p></div>
<script type="module" nonce="${nonce}" src="${escapeHtml(script)}"></script>
</body>
</html>`;
}
