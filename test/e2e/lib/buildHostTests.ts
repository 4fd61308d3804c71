import { join } from "node:path";
import { build } from "esbuild";
import { e2eRoot, projectRoot } from "./tools.ts";

/** Bundles the suites of `host/`; Mocha stays a package of the project. Returns the path of the entry. */
export async function buildHostTests(): Promise<string> {
  const outdir = join(projectRoot, "out/e2e");
  await build({
    entryPoints: ["index", "suites", "activate"].map((name) => join(e2eRoot, `host/${name}.ts`)),
    outdir,
    outExtension: { ".js": ".cjs" },
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode", "mocha", "./suites.cjs"],
    sourcemap: "inline",
    logLevel: "warning",
  });
  return join(outdir, "index.cjs");
}
