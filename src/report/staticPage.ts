import { escapeHtml, type Markup } from "./escapeHtml.ts";

/** A self-contained page without a script. */
export function staticPage(title: string, body: Markup, style: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>${style.replace(/<\/style/gi, "<\\/style")}</style>
</head>
<body class="sd-page">
${body}
</body>
</html>
`;
}
