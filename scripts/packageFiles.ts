import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

/** Platforms both native packages are built for. */
export const targets = {
  "linux-x64": { os: "linux", cpu: "x64", runtime: ["libonnxruntime.so.1"] },
  "linux-arm64": { os: "linux", cpu: "arm64", runtime: ["libonnxruntime.so.1"] },
  // the package holds the same library under two names; the binding asks for this one
  "darwin-arm64": { os: "darwin", cpu: "arm64", runtime: ["libonnxruntime.1.dylib"] },
  "win32-x64": { os: "win32", cpu: "x64", runtime: undefined },
  "win32-arm64": { os: "win32", cpu: "arm64", runtime: undefined },
} as const;

export type Target = keyof typeof targets;

/** One file of a VSIX: where it is in the project, and where in the extension. */
export interface PackedFile {
  readonly from: string;
  readonly to: string;
}

/** The DuckDB binary package of a platform. */
export function duckDbPackage(target: Target): string {
  const { os, cpu } = targets[target];
  return `@duckdb/node-bindings-${os}-${cpu}`;
}

/**
 * Every file of the VSIX but `package.json`: an allow list, so that nothing new slips in. `duckDbFolder` is the unpacked
 * DuckDB binary package of the platform.
 */
export function packageFiles(root: string, target: Target, duckDbFolder: string): PackedFile[] {
  const { os, cpu, runtime } = targets[target];
  const ort = "node_modules/onnxruntime-node";
  const files = [
    ...filesUnder(
      root,
      ".",
      (path) => /^(README\.md|CHANGELOG\.md|LICENSE|package\.nls(\.\w+)?\.json)$/.test(path),
      false,
    ),
    ...filesUnder(
      root,
      "dist",
      (path) => !/\.map$|^dist\/(media\/|web\/|client\/|serve\.cjs$|packages\.json$)/.test(path),
    ),
    "dist/media/report.css",
    ...filesUnder(root, "media"),
    ...filesUnder(root, "l10n"),
    ...filesUnder(root, "syntheticTemplates"),
    ...filesUnder(root, `${ort}/dist`, isCode),
    `${ort}/bin/napi-v6/${os}/${cpu}/onnxruntime_binding.node`,
    ...filesUnder(
      root,
      `${ort}/bin/napi-v6/${os}/${cpu}`,
      (path) =>
        !path.endsWith(".node") &&
        (runtime === undefined || runtime.some((name) => path.endsWith(`/${name}`))),
    ),
    `${ort}/README.md`,
    "node_modules/onnxruntime-common/package.json",
    "node_modules/onnxruntime-common/README.md",
    ...filesUnder(root, "node_modules/onnxruntime-common/dist/cjs", isCode),
    "node_modules/onnxruntime-common/dist/cjs/package.json",
    ...filesUnder(root, "node_modules/@duckdb/node-api", isRuntime),
    ...filesUnder(root, "node_modules/@duckdb/node-bindings", isRuntime),
    ...filesUnder(root, "node_modules/detect-libc", isRuntime),
  ];
  const present = [...new Set(files)].filter((path) => exists(join(root, path)));
  return [
    ...present.map((path) => ({ from: join(root, path), to: path })),
    ...filesUnder(duckDbFolder, ".").map((path) => ({
      from: join(duckDbFolder, path),
      to: `node_modules/${duckDbPackage(target)}/${path}`,
    })),
  ].sort((a, b) => (a.to < b.to ? -1 : 1));
}

/** The manifest as shipped: nothing of development, and native packages without what only their installers need. */
export function packedManifest(root: string, target: Target): Record<string, unknown> {
  const {
    devDependencies: _,
    scripts: __,
    private: ___,
    bin: ____,
    ...manifest
  } = readJson(join(root, "package.json"));
  const version = (readJson(join(root, "node_modules/@duckdb/node-bindings/package.json"))["version"] ??
    "") as string;
  return {
    ...manifest,
    dependencies: { ...(manifest["dependencies"] as object), [duckDbPackage(target)]: version },
  };
}

/** `onnxruntime-node` without `adm-zip` and `global-agent`, which only its install script uses. */
export function packedOnnxManifest(root: string): Record<string, unknown> {
  const {
    dependencies,
    scripts: _,
    devDependencies: __,
    ...manifest
  } = readJson(join(root, "node_modules/onnxruntime-node/package.json"));
  const common = (dependencies as Record<string, string>)["onnxruntime-common"];
  return { ...manifest, dependencies: { "onnxruntime-common": common } };
}

function isCode(path: string): boolean {
  return /\.c?js$/.test(path);
}

function isRuntime(path: string): boolean {
  return /(\.js|\.node|\/package\.json|\/LICENSE|\.dll|\.so|\.dylib)$/.test(path);
}

function filesUnder(
  root: string,
  folder: string,
  keep: (path: string) => boolean = () => true,
  deep = true,
): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true, recursive: deep });
  return entries
    .filter((entry) => entry.isFile() || (entry.isSymbolicLink() && deep))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter(keep);
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

function readJson(path: string): Record<string, unknown> {
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}

/** Whether the DuckDB package of a platform is installed here. */
export function installedDuckDb(root: string, target: Target): string | undefined {
  const folder = join(root, "node_modules", duckDbPackage(target));
  return exists(join(folder, "package.json")) ? folder : undefined;
}
