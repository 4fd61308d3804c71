import { cpSync, existsSync, mkdtempSync, readdirSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { projectRoot } from "./tools.ts";

/** A copy of what an installed extension holds, so that a rebuild during the tests changes nothing; packages by a link. */
export function stageExtension(): string {
  const stage = mkdtempSync(join(tmpdir(), "syndata-stage-"));
  const names = readdirSync(projectRoot).filter((name) => /^package(\.nls.*)?\.json$/.test(name));
  for (const name of [...names, "dist", "media", "l10n", "syntheticTemplates", "examples"])
    if (existsSync(join(projectRoot, name)))
      cpSync(join(projectRoot, name), join(stage, name), {
        recursive: true,
        filter: (source) => !source.endsWith(".map"),
      });
  symlinkSync(join(projectRoot, "node_modules"), join(stage, "node_modules"), "dir");
  return stage;
}
