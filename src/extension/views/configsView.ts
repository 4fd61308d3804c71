import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import * as vscode from "vscode";
import type { ConfigState } from "../../runs/configState.ts";
import { lastMoment, type PastRun, reportOf, runsOf } from "../../runs/pastRun.ts";
import { isActive } from "../../runs/runQueue.ts";
import { progressText } from "../../runs/statusText.ts";
import { agoText } from "../../runs/timeText.ts";
import { configGlob, dataGlob, excludeGlob } from "../files.ts";
import { mayLook } from "../mayLook.ts";
import { throttle } from "../queue/statusBar.ts";
import { looseConfigs } from "../runs/looseConfigs.ts";
import type { Services } from "../services.ts";
import { stateLook } from "./stateLook.ts";

/** One config of the workspace. Commands find the config by this field. */
export interface ConfigNode {
  readonly config: string;
}

/** A table of a workspace that has no config yet. */
interface TableNode {
  readonly table: vscode.Uri;
}

/** The way to the walkthrough, below the tables: a view that lists something shows no text of its own. */
interface TourNode {
  readonly tour: true;
}

type Node = ConfigNode | TableNode | TourNode;

/** Tables that are listed where there is no config. */
const maxTables = 50;

interface Known {
  readonly state: ConfigState;
  readonly runs: readonly PastRun[];
}

/** *Configs*: every `*.synth.json` with how it stands towards its data and runs. */
export class ConfigsView implements vscode.TreeDataProvider<Node> {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly #found = new vscode.EventEmitter<"configs" | "tables" | "nothing">();
  readonly #nodes = new Map<string, ConfigNode>();
  readonly #known = new Map<string, Known>();
  readonly #redraw = throttle(() => {
    for (const { job } of this.#services.queue.active) {
      const node = this.#nodes.get(job.config);
      if (node !== undefined) this.#changed.fire(node);
    }
  }, 1000);
  readonly onDidChangeTreeData = this.#changed.event;
  /** What the view lists now. */
  readonly onDidFind = this.#found.event;

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
    this.#found.dispose();
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node !== undefined) return [];
    const configs = await this.#configs();
    const tables = configs.length > 0 ? [] : await tablesHere();
    this.#found.fire(configs.length > 0 ? "configs" : tables.length > 0 ? "tables" : "nothing");
    return configs.length > 0 || tables.length === 0 ? configs : [...tables, { tour: true }];
  }

  async #configs(): Promise<ConfigNode[]> {
    const uris = await vscode.workspace.findFiles(configGlob, excludeGlob, 1000);
    void vscode.commands.executeCommand("setContext", "syndata.configsRead", true);
    const paths = uris.filter(({ scheme }) => scheme === "file").map(({ fsPath }) => fsPath);
    return [...paths, ...looseConfigs(this.#services.queue.configs)].sort().map((path) => {
      const known = this.#nodes.get(path) ?? { config: path };
      this.#nodes.set(path, known);
      return known;
    });
  }

  async getTreeItem(node: Node): Promise<vscode.TreeItem> {
    if ("tour" in node) return tourItem();
    return "table" in node ? tableItem(node) : this.#configItem(node);
  }

  async #configItem({ config }: ConfigNode): Promise<vscode.TreeItem> {
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

async function tablesHere(): Promise<TableNode[]> {
  const found = await vscode.workspace.findFiles(dataGlob, excludeGlob, maxTables);
  return found
    .filter(({ scheme }) => scheme === "file")
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map((table) => ({ table }));
}

function tableItem({ table }: TableNode): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.workspace.asRelativePath(table));
  item.resourceUri = table;
  item.iconPath = new vscode.ThemeIcon("table");
  item.tooltip = vscode.l10n.t("Make a config for {0}", vscode.workspace.asRelativePath(table));
  item.command = { title: vscode.l10n.t("Synthesize…"), command: "syndata.synthesize", arguments: [table] };
  item.contextValue = "table";
  return item;
}

function tourItem(): vscode.TreeItem {
  const title = vscode.l10n.t("Show How It Works");
  const item = new vscode.TreeItem(title);
  item.iconPath = new vscode.ThemeIcon("question");
  item.command = { title, command: "syndata.showTour" };
  return item;
}
