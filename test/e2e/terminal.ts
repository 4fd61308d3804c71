import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { escapeHtml } from "../../src/report/html/escapeHtml.ts";
import { e2eRoot, projectRoot } from "./lib/tools.ts";
import { launchBrowser } from "./lib/workbench.ts";

/** `npx tsx test/e2e/terminal.ts`: pictures of the command line in three themes, `test/e2e/screens/terminal-{light,dark,contrast}.png`. */
const themes = {
  light: {
    back: "#ffffff",
    text: "#1f2328",
    dim: "#6e7781",
    31: "#cf222e",
    32: "#116329",
    33: "#7d4e00",
    36: "#1b7c83",
  },
  dark: {
    back: "#1e1e1e",
    text: "#d4d4d4",
    dim: "#8b949e",
    31: "#f85149",
    32: "#56d364",
    33: "#e3b341",
    36: "#56d4dd",
  },
  contrast: {
    back: "#000000",
    text: "#ffffff",
    dim: "#c0c0c0",
    31: "#ff8080",
    32: "#80ff80",
    33: "#ffff80",
    36: "#80ffff",
  },
} as const;

type Theme = (typeof themes)[keyof typeof themes];

const escapeCharacter = String.fromCharCode(27);

/** Text with the escape sequences of colors as spans. */
function colored(text: string, theme: Theme): string {
  const colors: Readonly<Record<string, string>> = { ...theme };
  const styles: Readonly<Record<string, string>> = { 1: "font-weight:700", 2: `color:${theme.dim}` };
  const [first = "", ...others] = text.split(`${escapeCharacter}[`);
  const spans = others.map((part) => {
    const [, code = "", rest = ""] = /^([\d;]*)m(.*)$/s.exec(part) ?? [];
    const style = styles[code] ?? (colors[code] === undefined ? "" : `color:${colors[code]}`);
    return style === "" ? escapeHtml(rest) : `<span style="${style}">${escapeHtml(rest)}</span>`;
  });
  return [escapeHtml(first), ...spans].join("");
}

const folder = mkdtempSync(join(tmpdir(), "syndata-terminal-"));
const browser = await launchBrowser();
try {
  copyFileSync(join(projectRoot, "examples/penguins.csv"), join(folder, "penguins.csv"));
  const commands = ["profile penguins.csv", "init penguins.csv", "run penguins.synth.json"];
  const said = commands.map((command) => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      [join(projectRoot, "dist/cli.cjs"), ...command.split(" ")],
      {
        cwd: folder,
        encoding: "utf8",
        env: { ...process.env, FORCE_COLOR: "1" },
      },
    );
    return { command, text: `${stderr}${stdout}`.replaceAll(`${folder}/`, "") };
  });
  const screens = join(e2eRoot, "screens");
  mkdirSync(screens, { recursive: true });
  const page = await browser.newPage({ viewport: { width: 1100, height: 400 } });
  for (const [name, theme] of Object.entries(themes)) {
    const text = said
      .map(({ command, text: answer }) => `<b>$ syndata ${command}</b>\n${colored(answer, theme)}`)
      .join("\n");
    await page.setContent(
      `<body style="margin:0;background:${theme.back};color:${theme.text}"><pre style="margin:16px;font:13px/1.35 monospace;white-space:pre-wrap;overflow-wrap:anywhere">${text}</pre>`,
    );
    await page.screenshot({ path: join(screens, `terminal-${name}.png`), fullPage: true });
  }
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
