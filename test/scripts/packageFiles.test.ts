import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  installedDuckDb,
  packageFiles,
  packedManifest,
  packedOnnxManifest,
  type Target,
} from "../../scripts/packageFiles.ts";

const host = `${process.platform}-${process.arch}` as Target;
const duckDb = installedDuckDb(".", host)!;
const paths = packageFiles(".", host, duckDb).map(({ to }) => to);
const natives = (list: readonly string[]): string[] =>
  list.filter((path) => /\.(node|so|dylib|dll)(\.\d+)*$/.test(path) || path.includes("libonnxruntime"));

describe("files of a VSIX", () => {
  it("has the bundles, texts, schemas and templates", () => {
    expect(paths).toEqual(
      expect.arrayContaining([
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "package.nls.json",
        "package.nls.de.json",
        "l10n/bundle.l10n.de.json",
        "dist/extension.cjs",
        "dist/worker.cjs",
        "dist/cli.cjs",
        "dist/report.js",
        "dist/media/report.css",
        "media/synth.schema.json",
        "media/report.schema.json",
        "syntheticTemplates/customers.synth.json",
        "node_modules/onnxruntime-node/dist/index.js",
        "node_modules/onnxruntime-common/dist/cjs/index.js",
        "node_modules/@duckdb/node-api/lib/index.js",
        "node_modules/@duckdb/node-bindings/duckdb.js",
      ]),
    );
  });

  it("has everything the manifest points to", () => {
    // `exports` are for programs that depend on the package, not for VS Code
    const { exports: _, ...rest } = JSON.parse(readFileSync("package.json", "utf8")) as Record<
      string,
      unknown
    >;
    const manifest = JSON.stringify(rest);
    const named = [...manifest.matchAll(/"(?:\.\/)?((?:media|dist|l10n)\/[\w./-]+)"/g)].map(
      ([, path]) => path!,
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !paths.includes(path))).toEqual([]);
  });

  it("has no sources, tests, examples, maps or other people's types", () => {
    expect(
      paths.filter((path) =>
        /^(src|test|bench|examples|scripts|webview|docs|\.)|\.map$|\.d\.[cm]?ts$|\.ts$|\.vsix$|\.csv$/.test(
          path,
        ),
      ),
    ).toEqual([]);
  });

  it.each(["linux-x64", "linux-arm64", "darwin-arm64", "win32-x64", "win32-arm64"] as const)(
    "has native files of %s alone",
    (target) => {
      const [os, cpu] = target.split("-");
      const found = natives(packageFiles(".", target, duckDb).map(({ to }) => to)).filter(
        (path) => !path.includes("@duckdb"),
      );
      expect(found.length).toBeGreaterThanOrEqual(2);
      expect(found.every((path) => path.includes(`/bin/napi-v6/${os}/${cpu}/`))).toBe(true);
    },
  );

  it("has one platform of DuckDB", () => {
    const found = natives(paths).filter((path) => path.includes("@duckdb"));
    expect(found.length).toBeGreaterThanOrEqual(1);
    expect(new Set(found.map((path) => path.split("/")[2]))).toEqual(new Set([`node-bindings-${host}`]));
  });
});

describe("manifest of a VSIX", () => {
  it("names the platform's packages and nothing of development", () => {
    const manifest = packedManifest(".", "linux-arm64");
    expect(manifest).not.toHaveProperty("devDependencies");
    expect(manifest).not.toHaveProperty("scripts");
    expect(Object.keys(manifest["dependencies"] as object).sort()).toEqual([
      "@duckdb/node-api",
      "@duckdb/node-bindings-linux-arm64",
      "onnxruntime-node",
    ]);
    expect(packedOnnxManifest(".")["dependencies"]).toEqual({ "onnxruntime-common": "1.30.0" });
  });
});

it("docs/security.md names every dependency that has an install script", () => {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { hasInstallScript?: boolean }>;
  };
  const names = Object.entries(lock.packages)
    .filter(([, entry]) => entry.hasInstallScript)
    .map(([path]) => path.replace(/^.*node_modules\//, ""));
  expect(names).toContain("onnxruntime-node");
  const text = readFileSync("docs/security.md", "utf8");
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
