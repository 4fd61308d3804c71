import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { ConfigState } from "../../runs/configState.ts";
import { lastMoment, type PastRun, reportOf, runsOf } from "../../runs/pastRun.ts";
import { isActive } from "../../runs/runQueue.ts";
import { progressText } from "../../runs/statusText.ts";
import { agoText } from "../../runs/timeText.ts";
import { configGlob, excludeGlob } from "../files.ts";
import { mayLook } from "../mayLook.ts";
import { throttle } from "../queue/statusBar.ts";
import { looseConfigs } from "../runs/looseConfigs.ts";
import type { Services } from "../services.ts";
import { stateLook } from "./stateLook.ts";

/** One config of the workspace. Commands find the config by this field. */
export interface ConfigNode {
  readonly config: string;
}

interface Known {
  readonly state: ConfigState;
  readonly runs: readonly PastRun[];
}

/** *Configs*: every `*.synth.json` with how it stands towards its data and runs. */
export class ConfigsView implements vscode.TreeDataProvider<ConfigNode> {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<ConfigNode | undefined>();
  readonly #nodes = new Map<string, ConfigNode>();
  readonly #known = new Map<string, Known>();
  readonly #redraw = throttle(() => {
    for (const { job } of this.#services.queue.active) {
      const node = this.#nodes.get(job.config);
      if (node !== undefined) this.#changed.fire(node);
    }
  }, 1000);
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Looks at the disk again. */
  refresh(): void {
    this.#known.clear();
    this.#changed.fire(undefined);
  }

  /** Draws what the queue knows; the disk is not looked at. */
  progress(): void {
    this.#redraw.call();
  }

  dispose(): void {
    this.#redraw.dispose();
    this.#changed.dispose();
  }

  async getChildren(node?: ConfigNode): Promise<ConfigNode[]> {
    if (node !== undefined) return [];
    const uris = await vscode.workspace.findFiles(configGlob, excludeGlob, 1000);
    void vscode.commands.executeCommand("setContext", "syndata.configsRead", true);
    const paths = uris.filter(({ scheme }) => scheme === "file").map(({ fsPath }) => fsPath);
    return [...paths, ...looseConfigs(this.#services.queue.configs)].sort().map((path) => {
      const known = this.#nodes.get(path) ?? { config: path };
      this.#nodes.set(path, known);
      return known;
    });
  }

  async getTreeItem({ config }: ConfigNode): Promise<vscode.TreeItem> {
    const uri = vscode.Uri.file(config);
    const item = new vscode.TreeItem(basename(config).replace(/\.synth\.json$/i, ""));
    item.id = config;
    item.resourceUri = uri;
    item.command = { title: vscode.l10n.t("Open Config"), command: "vscode.open", arguments: [uri] };
    const run = this.#services.queue.activeOf(config);
    if (run !== undefined && isActive(run)) {
      item.description = progressText(run, vscode.l10n.t);
      item.iconPath = new vscode.ThemeIcon(run.status === "queued" ? "clock" : "sync~spin");
      item.contextValue = "config active";
      return item;
    }
    const { state, runs } = await this.#look(config);
    const look = stateLook(state, vscode.l10n.t);
    const done = runs.find((r) => r.state.status === "succeeded");
    const when = runs[0] === undefined ? "" : agoText(lastMoment(runs[0]), Date.now(), vscode.l10n.t);
    item.description = [look.text, when].filter((part) => part !== "").join(" · ");
    item.iconPath = new vscode.ThemeIcon(
      look.icon,
      look.color === undefined ? undefined : new vscode.ThemeColor(look.color),
    );
    const path = vscode.workspace.asRelativePath(uri);
    item.tooltip = [path, look.text, look.detail].filter((part) => part !== "").join("\n");
    item.accessibilityInformation = { label: `${basename(config)}, ${item.description}` };
    item.contextValue = [
      "config idle",
      ...(state.kind === "interrupted" ? ["resumable"] : []),
      ...(runs.some((r) => reportOf(r) !== undefined) ? ["report"] : []),
      ...(done?.state.output ? ["data"] : []),
    ].join(" ");
    return item;
  }

  async #look(config: string): Promise<Known> {
    const before = this.#known.get(config);
    if (before !== undefined) return before;
    const known = await this.#read(config);
    this.#known.set(config, known);
    return known;
  }

  async #read(config: string): Promise<Known> {
    try {
      const { configState } = await import("../../runs/configState.ts");
      const runs = await runsOf(config);
      const fingerprint = (path: string) => this.#services.profiles.fingerprint(path);
      const text = await readFile(config, "utf8");
      return { runs, state: await configState({ path: config, text }, runs, fingerprint, mayLook) };
    } catch (error) {
      this.#services.log.warn(`${config}: ${String(error)}`);
      return { runs: [], state: { kind: "invalid", message: String(error) } };
    }
  }
}
