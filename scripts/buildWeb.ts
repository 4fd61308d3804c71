import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { compile } from "@tailwindcss/node";
import { Scanner } from "@tailwindcss/oxide";
import { type BuildResult, build } from "esbuild";

const out = "dist/web";

/** Builds the dashboard into `dist/web`: pages, one script, one stylesheet, the config editor and the API's pages. Needs `dist/webview`. */
export async function buildWeb(): Promise<BuildResult> {
  for (const folder of ["assets", "docs"]) await mkdir(join(out, folder), { recursive: true });
  const result = await build({
    entryPoints: ["web/main.tsx"],
    outfile: join(out, "assets/app.js"),
    bundle: true,
    platform: "browser",
    target: "es2022",
    format: "esm",
    minify: true,
    jsx: "automatic",
    logLevel: "warning",
    metafile: true,
    define: { "process.env.NODE_ENV": '"production"' },
  });
  await writeStylesheet();
  const swagger = "node_modules/swagger-ui-dist";
  const files = [
    ["web/index.html", "index.html"],
    ["web/editor.html", "editor.html"],
    ["web/editorHost.js", "assets/editorHost.js"],
    ["web/editorTheme.css", "assets/editorTheme.css"],
    ["dist/webview/editor.js", "assets/editor.js"],
    ["media/editor.css", "assets/editor.css"],
    ["web/icon.svg", "assets/icon.svg"],
    ["web/docs/index.html", "docs/index.html"],
    ["web/docs/start.js", "docs/start.js"],
    [`${swagger}/swagger-ui.css`, "docs/swagger-ui.css"],
    [`${swagger}/swagger-ui-bundle.js`, "docs/swagger-ui-bundle.js"],
  ] as const;
  for (const [from, to] of files) await copyFile(from, join(out, to));
  return result;
}

/** Tailwind writes the classes that the sources name. */
async function writeStylesheet(): Promise<void> {
  const css = await readFile("web/app.css", "utf8");
  const compiler = await compile(css, { base: join(process.cwd(), "web"), onDependency: () => undefined });
  const scanner = new Scanner({
    sources: [{ base: join(process.cwd(), "web"), pattern: "**/*.tsx", negated: false }],
  });
  await writeFile(join(out, "assets/app.css"), compiler.build(scanner.scan()));
}
