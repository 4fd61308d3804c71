import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { type BuildOptions, build, context, type Plugin } from "esbuild";
import { buildWeb } from "./buildWeb.ts";
import { commonJsParts } from "./commonJsParts.ts";

/** Native packages stay outside the bundles: they are loaded from node_modules (or from the VSIX). */
const external = ["vscode", "onnxruntime-node", "@duckdb/node-api"];

/** Messages of zod in fifty languages are a third of the extension's code, and none but English is ever asked for. */
const oneLanguage: Plugin = {
  name: "one language of zod",
  setup: ({ onLoad }) =>
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    })),
};

const serverBundle = "dist/serve.cjs";

const node: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node20",
  external,
  // jsonc-parser's UMD build hides its requires from bundlers
  mainFields: ["module", "main"],
  sourcemap: true,
  logLevel: "warning",
  define: { "import.meta.url": "__importMetaUrl" },
};

const commonJs: BuildOptions = {
  ...node,
  format: "cjs",
  plugins: [oneLanguage],
  banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** Requires onnxruntime where the code asks for it: an import would be hoisted before what switches its telemetry off. */
const requireOnnx: Plugin = {
  name: "require onnxruntime",
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^onnxruntime-node$/ }, ({ path, namespace }) =>
      namespace === "required" ? { path, external: true } : { path, namespace: "required" },
    );
    onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
    }));
  },
};

/** Programs that share their parts; each is started by a file `dist/NAME.cjs`, beside which its code finds other files. */
const programs = {
  cli: "src/cli/main.ts",
  worker: "src/worker/main.ts",
  // a thread that refines rows, found beside the program that starts it
  moves: "src/models/circuit/refine/moves/moveThreadMain.ts",
  // a thread that measures a section of a report, likewise
  sections: "src/quality/threads/sectionThreadMain.ts",
};

/** In parts, since V8 reads the whole of a file before it runs any of it: a command reads the parts it uses. */
const inParts: BuildOptions = {
  ...node,
  entryPoints: programs,
  outdir: "dist/parts",
  outExtension: { ".js": ".cjs" },
  format: "esm",
  splitting: true,
  // a smaller text is sooner read; names stay, for stacks
  minifyWhitespace: true,
  minifySyntax: true,
  write: false,
  plugins: [oneLanguage, requireOnnx, commonJsParts],
};

const browser: BuildOptions = {
  bundle: true,
  platform: "browser",
  target: "es2022",
  format: "esm",
  minify: true,
  logLevel: "warning",
  define: { global: "globalThis" },
};

/** For programs of others, in Node and in browsers. */
const client: BuildOptions = { bundle: true, platform: "neutral", target: "es2022", logLevel: "warning" };

const entries: { options: BuildOptions; entry: string; out: string }[] = [
  {
    // native parts that are tried and not needed
    options: { ...commonJs, external: [...external, "msgpackr-extract", "pg-native", "cloudflare:sockets"] },
    entry: "src/server/serve.ts",
    out: serverBundle,
  },
  { options: { ...client, format: "esm" }, entry: "src/client/client.ts", out: "dist/client/client.mjs" },
  { options: { ...client, format: "cjs" }, entry: "src/client/client.ts", out: "dist/client/client.cjs" },
  {
    // V8 reads all of it at activation: a smaller text is sooner read; names stay, for the stacks in the log
    options: { ...commonJs, minifyWhitespace: true, minifySyntax: true },
    entry: "src/extension/extension.ts",
    out: "dist/extension.cjs",
  },
  { options: { ...browser, format: "iife" }, entry: "webview/report/standalone.ts", out: "dist/report.js" },
  { options: browser, entry: "webview/report/panel.ts", out: "dist/webview/report.js" },
  { options: browser, entry: "webview/editor/main.ts", out: "dist/webview/editor.js" },
  { options: browser, entry: "webview/board/main.ts", out: "dist/webview/board.js" },
  { options: browser, entry: "webview/grid/main.ts", out: "dist/webview/grid.js" },
  {
    options: { ...browser, loader: { ".css": "text" } },
    entry: "webview/notebook/renderer.ts",
    out: "dist/webview/renderer.js",
  },
  // the renderer fetches it when a chart is about to be seen
  { options: browser, entry: "webview/report/plotly.ts", out: "dist/webview/plotly.js" },
];

/** Written last by a build. */
const packagesFile = "dist/packages.json";

const present = entries.filter((e) => existsSync(e.entry));
const options = [inParts, ...present.map((e) => ({ ...e.options, entryPoints: [e.entry], outfile: e.out }))];

await mkdir("dist", { recursive: true });
if (process.argv.includes("--watch")) {
  for (const o of options) await (await context(o)).watch();
} else {
  if (process.argv.includes("--clean")) await rm("dist", { recursive: true, force: true });
  const built = await Promise.allSettled(options.map((o) => build({ ...o, metafile: true })));
  if (built.some((b) => b.status === "rejected")) {
    process.exitCode = 1;
    // tests read from its date whether a build is up to date
    await rm(packagesFile, { force: true });
  } else {
    await writePrograms();
    await writeManual();
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "src/client"], {
      stdio: "inherit",
    });
    await buildWeb();
  }
  if (existsSync("media")) await cp("media", "dist/media", { recursive: true });
  if (process.exitCode !== 1)
    await writePackages(
      // the server is not part of the extension
      built.flatMap((b, i) =>
        b.status === "fulfilled" && options[i]?.outfile !== serverBundle
          ? Object.keys(b.value.metafile?.inputs ?? {})
          : [],
      ),
    );
}

async function writePrograms(): Promise<void> {
  for (const name of Object.keys(programs))
    await writeFile(`dist/${name}.cjs`, `#!/usr/bin/env node\nrequire("./parts/${name}.cjs");\n`);
  // a linked command is started as a program, whatever built it last
  await chmod("dist/cli.cjs", 0o755);
}

/** `man syndata`, from the commands as they are declared. */
async function writeManual(): Promise<void> {
  const manual = execFileSync(process.execPath, ["dist/cli.cjs", "completion", "man"]);
  await writeFile("dist/syndata.1", manual);
}

/** Folders of the packages whose code is in the bundles: their licenses go with the extension. */
async function writePackages(inputs: readonly string[]): Promise<void> {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  await writeFile(packagesFile, `${JSON.stringify([...new Set(folders)].sort(), null, 2)}\n`);
}
