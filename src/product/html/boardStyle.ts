export const boardThemes = ["light", "dark"] as const;

export type BoardTheme = (typeof boardThemes)[number];

const light =
  "--text: #1f2430; --dim: #5d6675; --background: #ffffff; --panel: #f6f7f9; --border: #dfe3e8; --accent: #2456a6; --good: #1f7a3d;";
const dark =
  "--text: #e4e7ec; --dim: #9aa4b2; --background: #15181d; --panel: #1d2127; --border: #333a44; --accent: #7fb0ff; --good: #5fc885;";

/** Styles of the exported board, in one theme or in the system's; no font or picture from elsewhere. */
export function boardStyle(theme?: BoardTheme): string {
  if (theme !== undefined)
    return `:root { color-scheme: ${theme}; ${theme === "dark" ? dark : light} }${rest}`;
  return `:root { color-scheme: light dark; ${light} }
@media (prefers-color-scheme: dark) { :root { ${dark} } }${rest}`;
}

const rest = `
* { box-sizing: border-box; }
body { margin: 0; background: var(--background); color: var(--text); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", sans-serif; }
.mvp { max-width: 1180px; margin: 0 auto; padding: 28px 20px 48px; }
h1 { margin: 0; font-size: 28px; line-height: 1.2; } h2 { margin: 32px 0 12px; font-size: 19px; } h3 { margin: 0 0 8px; font-size: 15px; }
p { margin: 0; overflow-wrap: anywhere; } .dim { color: var(--dim); } header p { margin-top: 6px; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.next { counter-reset: next; display: grid; gap: 6px; } .next li { counter-increment: next; padding-left: 32px; position: relative; }
.next li::before { content: counter(next); position: absolute; left: 0; width: 22px; text-align: center; border-radius: 11px; font-weight: 600; color: var(--accent); border: 1px solid var(--border); }
.columns, .phases { display: grid; gap: 14px; grid-template-columns: repeat(auto-fit, minmax(250px, 1fr)); align-items: start; } .columns { grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); }
.column { background: var(--panel); border: 1px solid var(--border); border-radius: 8px; padding: 12px; } .column ul { display: grid; gap: 8px; }
.card { background: var(--background); border: 1px solid var(--border); border-radius: 6px; padding: 9px 11px; } .card.done b { color: var(--dim); }
.facts { display: flex; flex-wrap: wrap; gap: 4px 12px; margin-top: 4px; font-size: 13px; color: var(--dim); font-variant-numeric: tabular-nums; }
.status { border: 1px solid var(--border); border-radius: 9px; padding: 0 8px; } .card.doing .status { border-color: var(--accent); color: var(--accent); } .card.done .status { border-color: var(--good); color: var(--good); }
.card .dim { font-size: 13px; margin-top: 2px; }
.phase { border: 1px solid var(--border); border-radius: 8px; padding: 14px; } .phase svg { display: block; width: 100%; height: 6px; margin: 10px 0; }
.track { fill: var(--border); } .bar { fill: var(--good); }
.criteria { display: grid; gap: 4px; font-size: 14px; } .criteria li { padding-left: 20px; text-indent: -20px; } .met span { color: var(--good); } .open span { color: var(--dim); }
.label { margin-top: 8px; font-size: 13px; color: var(--dim); } .plain { list-style: disc; padding-left: 20px; }
footer { margin-top: 36px; font-size: 13px; border-top: 1px solid var(--border); padding-top: 12px; }
@media print { .mvp { max-width: none; padding: 0; } .card, .phase, .column { break-inside: avoid; } :root { --background: #ffffff; --panel: #ffffff; --text: #000000; --dim: #444444; --border: #bbbbbb; } }
`;
