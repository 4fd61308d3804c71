import { readFileSync, writeFileSync } from "node:fs";
import { languageModelTools } from "../src/tools/toolManifest.ts";

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as { contributes: Record<string, unknown> };
manifest.contributes["languageModelTools"] = languageModelTools();
writeFileSync("package.json", `${JSON.stringify(manifest, null, 2)}\n`);
