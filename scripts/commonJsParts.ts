import { mkdir, writeFile } from "node:fs/promises";
import { basename, dirname } from "node:path";
import { type OutputFile, type Plugin, transform } from "esbuild";

/** What stands in a part before its code: where it is, as the address that `import.meta.url` was; files are found beside its folder. */
const banner = [
  '"use strict";',
  'const __importMetaUrl = require("node:url").pathToFileURL(__dirname + ".cjs").href;',
].join("");

/**
 * Writes the parts of a build as CommonJS. esbuild splits ES modules only; Node takes a quarter more processor time to resolve,
 * read and link a hundred of them than as many files of CommonJS.
 */
export const commonJsParts: Plugin = {
  name: "CommonJS parts",
  setup({ onEnd }) {
    onEnd(async ({ outputFiles = [] }) => {
      const files = new Map(outputFiles.map((file) => [file.path, file]));
      await Promise.all(
        [...files.values()]
          .filter(({ path }) => path.endsWith(".cjs"))
          .map((file) => writePart(file, files.get(`${file.path}.map`))),
      );
    });
  },
};

async function writePart({ path, text }: OutputFile, map: OutputFile | undefined): Promise<void> {
  const known = map === undefined ? "" : Buffer.from(map.contents).toString("base64");
  const own = text.replace(/\n\/\/# sourceMappingURL=.*\n?$/, "\n");
  const part = await transform(`${own}//# sourceMappingURL=data:application/json;base64,${known}\n`, {
    format: "cjs",
    platform: "node",
    target: "node20",
    // a part is loaded the same way, when it is asked for
    supported: { "dynamic-import": false },
    minifyWhitespace: true,
    sourcemap: "external",
    banner,
  });
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.map`, part.map);
  await writeFile(path, `${part.code}//# sourceMappingURL=${basename(path)}.map\n`);
}
