import childProcess from "node:child_process";
import fs from "node:fs";
import Module from "node:module";
import { join } from "node:path";

/**
 * Loads the bundle in a process of its own with a stand-in for `vscode` and activates it: prints the processor time that took, and
 * every file it opened and process it started while activating.
 */
const extension = process.argv[2] ?? "";

/** Answers every question with itself. */
function anything(): unknown {
  const target = function standIn(): void {};
  return new Proxy(target, {
    get: (self, key) => {
      if (key === "prototype") return self.prototype;
      if (key === "then" || key === "__esModule") return undefined;
      if (key === Symbol.toPrimitive) return () => "";
      if (key === Symbol.iterator) return [][Symbol.iterator];
      if (key === "fsPath" || key === "path") return extension;
      return anything();
    },
    apply: () => anything(),
    construct: () => anything() as object,
  });
}

const inner = anything() as object;
// esbuild copies the own properties of a module and inherits the rest
const vscode = new Proxy({}, { getPrototypeOf: () => inner, get: (_self, key) => Reflect.get(inner, key) });
const loader = Module as unknown as { _load: (request: string, ...rest: unknown[]) => unknown };
const load = loader._load;
loader._load = (request, ...rest) => (request === "vscode" ? vscode : load.call(Module, request, ...rest));

// a running extension host has them
for (const name of [
  "node:child_process",
  "node:crypto",
  "node:fs/promises",
  "node:readline",
  "node:url",
  "node:zlib",
])
  require(name);

const before = process.cpuUsage();
const { activate } = require(join(extension, "dist/extension.cjs")) as {
  activate: (context: unknown) => unknown;
};

const touched: string[] = [];
const watch = (owner: object, names: readonly string[]): void => {
  for (const name of names) {
    const original = Reflect.get(owner, name) as (...args: unknown[]) => unknown;
    Reflect.set(owner, name, (...args: unknown[]) => {
      touched.push(`${name} ${String(args[0])}`);
      return original.apply(owner, args);
    });
  }
};
watch(fs, ["readFileSync", "readFile", "openSync", "open", "readdirSync", "readdir", "createReadStream"]);
watch(fs.promises, ["readFile", "open", "readdir"]);
watch(childProcess, ["fork", "spawn", "execFile"]);
activate({ ...context(), subscriptions: [] });
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ ms: Math.round((user + system) / 1000), touched }));
process.exit(0);

function context(): Record<string, unknown> {
  return {
    extensionUri: { fsPath: extension, path: extension, scheme: "file" },
    workspaceState: { get: (_key: string, value: unknown) => value, update: async () => undefined },
    globalState: { get: (_key: string, value: unknown) => value, update: async () => undefined },
  };
}
