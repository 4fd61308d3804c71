import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import {
  duckDbPackage,
  installedDuckDb,
  packageFiles,
  packedManifest,
  packedOnnxManifest,
  type Target,
  targets,
} from "./packageFiles.ts";
import { licenseList, thirdPartyNotices } from "./thirdPartyNotices.ts";

/**
 * `npm run package -- --target linux-x64 [--out FILE]`: a VSIX with the native files of one platform. Builds first unless
 * `--no-build`. Beside it: a bill of materials (CycloneDX) and a list of the licenses of what is shipped. Another platform's DuckDB is fetched from the registry and checked against the lock file.
 */
const { values } = parseArgs({
  options: {
    target: { type: "string", default: `${process.platform}-${process.arch}` },
    out: { type: "string" },
    "no-build": { type: "boolean", default: false },
  },
});
const target = values.target as Target;
if (!Object.hasOwn(targets, target)) {
  console.error(`there is no target ${target}: choose one of ${Object.keys(targets).join(", ")}`);
  process.exit(2);
}
const root = process.cwd();
const { name, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
  name: string;
  version: string;
};
const out = resolve(values.out ?? `syndata-${target}-${version}.vsix`);
mkdirSync(dirname(out), { recursive: true });
const staging = mkdtempSync(join(tmpdir(), "syndata-vsix-"));
try {
  if (!values["no-build"])
    execFileSync(process.execPath, ["--import", "tsx", "scripts/build.ts", "--clean"], { stdio: "inherit" });
  const duckDb = installedDuckDb(root, target) ?? fetchDuckDb(join(staging, "duckdb"));
  const extension = join(staging, "extension");
  const files = packageFiles(root, target, duckDb);
  for (const { from, to } of files) {
    mkdirSync(dirname(join(extension, to)), { recursive: true });
    copyFileSync(from, join(extension, to));
  }
  write(join(extension, "package.json"), packedManifest(root, target));
  write(join(extension, "node_modules/onnxruntime-node/package.json"), packedOnnxManifest(root));
  const bundled = JSON.parse(readFileSync("dist/packages.json", "utf8")) as string[];
  const natives = [
    "onnxruntime-node",
    "onnxruntime-common",
    "@duckdb/node-api",
    "@duckdb/node-bindings",
    "detect-libc",
  ];
  const shipped = [...bundled, ...natives.map((name) => `node_modules/${name}`)];
  const notices = thirdPartyNotices(root, shipped);
  writeFileSync(join(extension, "ThirdPartyNotices.txt"), notices);
  await createVSIX({
    cwd: extension,
    packagePath: out,
    target,
    allowMissingRepository: true,
    followSymlinks: false,
    // the pictures of the README are in the package
    rewriteRelativeLinks: false,
  });
  writeFileSync(`${out}.sbom.json`, billOfMaterials(shipped));
  writeFileSync(`${out}.licenses.txt`, licenseList(root, shipped));
  const megabytes = statSync(out).size / 1e6;
  console.log(`${out}: ${megabytes.toFixed(1)} MB, ${files.length + 3} files, for ${target}`);
} finally {
  rmSync(staging, { recursive: true, force: true });
}

interface Component {
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * All packages of the lock file as CycloneDX: `required` those whose code is shipped, `excluded` those that only build and test.
 * npm calls the project by its folder's name, and marks as development what is bundled.
 */
function billOfMaterials(paths: readonly string[]): string {
  const text = execFileSync("npm", ["sbom", "--sbom-format=cyclonedx", "--package-lock-only"], {
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 64 * 2 ** 20,
    encoding: "utf8",
  });
  const bill = JSON.parse(text) as {
    metadata: { component: { name: string; description: string } };
    components: Component[];
  };
  Object.assign(bill.metadata.component, { name, description: "synthetic tables" });
  const shipped = new Set(
    paths.map((path) => {
      const manifest = readFileSync(join(root, path, "package.json"), "utf8");
      const one = JSON.parse(manifest) as { name: string; version: string };
      return `${one.name}@${one.version}`;
    }),
  );
  const components = bill.components.map((component) => ({
    ...component,
    scope: shipped.has(`${component.name}@${component.version}`) ? "required" : "excluded",
    properties: component.properties?.filter(({ name: key }) => key !== "cdx:npm:package:development") ?? [],
  }));
  return `${JSON.stringify({ ...bill, components }, null, 2)}\n`;
}

/** The package's files, unpacked; refused when they are not those of the lock file. */
function fetchDuckDb(folder: string): string {
  const name = duckDbPackage(target);
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Record<string, { version: string; integrity: string } | undefined>;
  };
  const locked = lock.packages[`node_modules/${name}`];
  if (locked === undefined) throw new Error(`${name} is not in package-lock.json`);
  mkdirSync(folder, { recursive: true });
  execFileSync("npm", ["pack", `${name}@${locked.version}`, "--pack-destination", folder, "--silent"], {
    stdio: ["ignore", "ignore", "inherit"],
  });
  const archive = join(folder, `${name.slice(1).replace("/", "-")}-${locked.version}.tgz`);
  const hash = `sha512-${createHash("sha512").update(readFileSync(archive)).digest("base64")}`;
  if (hash !== locked.integrity) throw new Error(`${name} is not what package-lock.json says`);
  execFileSync("tar", ["-xzf", archive, "-C", folder]);
  return join(folder, "package");
}

function write(path: string, content: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`);
}
