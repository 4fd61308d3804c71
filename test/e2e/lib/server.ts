import { spawn, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { serverEntry, serverNode } from "./tools.ts";

/** A throw-away VS Code; everything it writes lies under `root`. */
export interface Server {
  /** `127.0.0.1:port` */
  readonly host: string;
  readonly root: string;
  readonly stop: () => Promise<void>;
}

const settings = {
  "telemetry.telemetryLevel": "off",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.enableExperiments": false,
  "chat.disableAIFeatures": true,
  "extensions.autoUpdate": false,
  "extensions.autoCheckUpdates": false,
  "extensions.ignoreRecommendations": true,
  "security.workspace.trust.enabled": false,
  "git.enabled": false,
  "npm.autoDetect": "off",
  "typescript.disableAutomaticTypeAcquisition": true,
  // dialogs inside the page, so that they can be driven
  "files.simpleDialog.enable": true,
  // as on a desktop; the web saves by itself, and a test would have to catch the second in which a file is dirty
  "files.autoSave": "off",
  // help while typing comes when it likes, and takes the next key for itself
  "editor.quickSuggestions": { other: "off", comments: "off", strings: "off" },
  "editor.suggestOnTriggerCharacters": false,
  // the browser would be offered every port that some other program of this machine opens, over the buttons in the corner
  "remote.autoForwardPorts": false,
};

export function makeRoot(more: Readonly<Record<string, unknown>> = {}): string {
  const root = mkdtempSync(join(tmpdir(), "syndata-vscode-"));
  mkdirSync(join(root, "ud/User"), { recursive: true });
  mkdirSync(join(root, "ext"));
  writeFileSync(join(root, "config.yaml"), "auth: none\ncert: false\n");
  changeSettings(root, more);
  return root;
}

/** VS Code follows while it runs. */
export function changeSettings(root: string, more: Readonly<Record<string, unknown>>): void {
  writeFileSync(join(root, "ud/User/settings.json"), JSON.stringify({ ...settings, ...more }, null, 2));
}

/** An unpacked extension as an installed one. */
export function linkExtension(root: string, extension: string): void {
  const { publisher, name, version } = JSON.parse(
    readFileSync(join(extension, "package.json"), "utf8"),
  ) as Record<"publisher" | "name" | "version", string>;
  symlinkSync(
    realpathSync(extension),
    join(root, "ext", `${publisher}.${name}-${version}`.toLowerCase()),
    "dir",
  );
}

export function installVsix(root: string, vsix: string): void {
  const { status, stdout, stderr } = spawnSync(
    serverNode(),
    [serverEntry, ...folders(root), "--install-extension", vsix, "--force"],
    { env: cleanEnvironment(), encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`${vsix} could not be installed:\n${stdout}\n${stderr}`);
}

/**
 * @param driver lets the URL name a development extension and a test entry; VS Code then shows no notification toasts
 * @param env reaches the extension host
 * @param trust asks about workspace trust as on a desktop
 */
export async function startServer({
  root = makeRoot(),
  driver = false,
  trust = false,
  env = {},
}: {
  readonly root?: string;
  readonly driver?: boolean;
  readonly trust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
} = {}): Promise<Server> {
  const host = `127.0.0.1:${await freePort()}`;
  const log = join(root, "code-server.log");
  const out = openSync(log, "a");
  const child = spawn(
    serverNode(),
    [
      serverEntry,
      ...["--auth", "none", "--bind-addr", host, ...folders(root)],
      ...[
        "--disable-telemetry",
        "--disable-update-check",
        "--disable-getting-started-override",
        "--ignore-last-opened",
      ],
      ...(trust ? [] : ["--disable-workspace-trust"]),
      ...(driver ? ["--vscode-option", "enable-smoke-test-driver"] : []),
    ],
    // a process group of its own, so that stopping gets the extension hosts too
    { env: { ...cleanEnvironment(), ...env }, stdio: ["ignore", out, out], detached: true },
  );
  const stop = async (): Promise<void> => {
    signalGroup(child.pid, "SIGTERM");
    for (let i = 0; i < 30 && child.exitCode === null && child.signalCode === null; i++) await pause(100);
    signalGroup(child.pid, "SIGKILL");
    if (!process.env["E2E_KEEP"])
      rmSync(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  for (let i = 0; ; i++) {
    if (child.exitCode !== null) throw new Error(`VS Code ended:\n${readFileSync(log, "utf8")}`);
    const up = await fetch(`http://${host}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (up) return { host, root, stop };
    if (i > 1200) {
      await stop();
      throw new Error(`VS Code did not start within two minutes:\n${readFileSync(log, "utf8")}`);
    }
    await pause(100);
  }
}

function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // gone
  }
}

function folders(root: string): string[] {
  return [
    ...["--user-data-dir", join(root, "ud"), "--extensions-dir", join(root, "ext")],
    ...["--config", join(root, "config.yaml")],
  ];
}

/** Without what a surrounding VS Code or npm would hand down; no look-ups in an extension gallery. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const name of Object.keys(env))
    if (/^(VSCODE_|npm_|CODE_SERVER_|CS_)/.test(name) || name === "PORT" || name === "NODE_OPTIONS")
      delete env[name];
  env["EXTENSIONS_GALLERY"] = '{"serviceUrl":""}';
  env["PATH"] = `${dirname(serverNode())}:${env["PATH"]}`;
  return env;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
      .once("error", reject)
      .listen(0, "127.0.0.1", () => {
        const address = probe.address();
        probe.close(() =>
          typeof address === "object" && address ? resolve(address.port) : reject(new Error("no port")),
        );
      });
  });
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
