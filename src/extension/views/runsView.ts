import { basename } from "node:path";
import * as vscode from "vscode";
import { isAtWork, isCutOff } from "../../runFolder/runState.ts";
import { lastMoment, newestFirst, type PastRun, reportOf, resumable } from "../../runs/pastRun.ts";
import { isActive, type QueuedRun } from "../../runs/runQueue.ts";
import { runStatusText } from "../../runs/runSummary.ts";
import { stageText } from "../../runs/stageText.ts";
import { progressText } from "../../runs/statusText.ts";
import { agoText } from "../../runs/timeText.ts";
import { throttle } from "../queue/statusBar.ts";
import { workspaceRuns } from "../runs/workspaceRuns.ts";
import type { Services } from "../services.ts";
import { spokenLanguage } from "../spokenLanguage.ts";
import { liveDetails, pastDetails, type RunDetail, trendDetails } from "./runDetails.ts";

/** A run or a line under it. Commands find the config, the run folder and the queue's key by these fields. */
export type RunNode =
  | {
      readonly kind: "live";
      readonly config: string;
      readonly key: number;
      readonly runDir: string | undefined;
    }
  | {
      readonly kind: "past";
      readonly config: string;
      readonly runDir: string;
      readonly run: PastRun;
      readonly resumable: boolean;
    }
  | { readonly kind: "detail"; readonly id: string; readonly detail: RunDetail };

/** *Runs*: those in the queue first, then those on disk, newest first. */
export class RunsView implements vscode.TreeDataProvider<RunNode> {
  readonly #services: Services;
  readonly #changed = new vscode.EventEmitter<RunNode | undefined>();
  readonly #live = new Map<number, RunNode>();
  readonly #redraw = throttle(() => {
    for (const { key } of this.#services.queue.active) {
      const node = this.#live.get(key);
      if (node !== undefined) this.#changed.fire(node);
    }
  }, 1000);
  #past: Promise<PastRun[]> | undefined;
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Looks at the disk again. */
  refresh(): void {
    this.#past = undefined;
    this.#changed.fire(undefined);
  }

  progress(): void {
    this.#redraw.call();
  }

  dispose(): void {
    this.#redraw.dispose();
    this.#changed.dispose();
  }

  async getChildren(node?: RunNode): Promise<RunNode[]> {
    if (node?.kind === "detail") return [];
    if (node !== undefined) return this.#details(node);
    this.#past ??= workspaceRuns(this.#services.queue.configs);
    const past = newestFirst(await this.#past);
    void vscode.commands.executeCommand("setContext", "syndata.runsRead", true);
    const active = this.#services.queue.active;
    const shown = new Set(active.map((run) => run.live.runDir));
    const canResume = new Set(
      [...new Set(past.map(({ state }) => state.config))].map((config) =>
        resumable(past.filter(({ state }) => state.config === config)),
      ),
    );
    return [
      ...active.map((run) => this.#liveNode(run)),
      ...past
        .filter(({ folder }) => !shown.has(folder.path))
        .map(
          (run): RunNode => ({
            kind: "past",
            config: run.state.config,
            runDir: run.folder.path,
            run,
            resumable: canResume.has(run),
          }),
        ),
    ];
  }

  getTreeItem(node: RunNode): vscode.TreeItem {
    switch (node.kind) {
      case "live":
        return liveItem(node, this.#services.queue.get(node.key));
      case "past":
        return pastItem(node);
      case "detail":
        return detailItem(node);
    }
  }

  /** The same object as long as the run lives: VS Code redraws it by identity. */
  #liveNode({ key, job }: QueuedRun): RunNode {
    const known = this.#live.get(key);
    if (known !== undefined) return known;
    const { queue } = this.#services;
    const node: RunNode = {
      kind: "live",
      config: job.config,
      key,
      get runDir() {
        return queue.get(key)?.live.runDir ?? undefined;
      },
    };
    this.#live.set(key, node);
    return node;
  }

  /** With the trend of its config's scores up to this run. */
  async #pastDetails(run: PastRun): Promise<RunDetail[]> {
    const details = await pastDetails(run, vscode.l10n.t, vscode.workspace.asRelativePath, spokenLanguage());
    const runs = newestFirst((await this.#past) ?? []).filter(
      ({ state, folder }) =>
        state.config === run.state.config &&
        (folder.id === run.folder.id || state.started <= run.state.started),
    );
    return [...details, ...(await trendDetails(runs, vscode.l10n.t))];
  }

  async #details(node: Exclude<RunNode, { kind: "detail" }>): Promise<RunNode[]> {
    const run = node.kind === "live" ? this.#services.queue.get(node.key) : undefined;
    const details =
      node.kind === "past"
        ? await this.#pastDetails(node.run)
        : run === undefined
          ? []
          : liveDetails(run.live, vscode.l10n.t, spokenLanguage());
    const parent = node.kind === "past" ? node.runDir : `live ${node.key}`;
    return details.map((detail) => ({
      kind: "detail",
      id: `${parent}|${detail.label}|${detail.open ?? ""}`,
      detail,
    }));
  }
}

function liveItem(node: RunNode & { kind: "live" }, run: QueuedRun | undefined): vscode.TreeItem {
  const item = new vscode.TreeItem(configName(node.config), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `live ${node.key}`;
  if (run === undefined) return item;
  item.description = progressText(run, vscode.l10n.t);
  const label = stageText(run.live.label, spokenLanguage());
  item.tooltip = label === "" ? item.description : `${item.description}\n${label}`;
  item.iconPath = new vscode.ThemeIcon(run.status === "queued" ? "clock" : "sync~spin");
  item.contextValue = isActive(run) ? "run active" : "run";
  return item;
}

function pastItem({ run, resumable: canResume }: RunNode & { kind: "past" }): vscode.TreeItem {
  const { state, folder } = run;
  const { name, note, pinned } = run.mark;
  const title = name === "" ? configName(state.config) : name;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  item.id = folder.path;
  const when = agoText(lastMoment(run), Date.now(), vscode.l10n.t);
  const [words, icon, color] = look(run);
  const ofConfig = name === "" ? [] : [configName(state.config)];
  const parts = [pinned ? vscode.l10n.t("pinned") : "", words, when, ...ofConfig, state.model];
  item.description = parts.filter((part) => part !== "").join(" · ");
  item.iconPath = new vscode.ThemeIcon(icon, color === undefined ? undefined : new vscode.ThemeColor(color));
  item.tooltip = [note, folder.id, words, state.error ?? "", ...state.gatesFailed]
    .filter((l) => l !== "")
    .join("\n");
  const report = reportOf(run) !== undefined;
  item.contextValue = [
    "run folder",
    isAtWork(state) ? "elsewhere" : "ended",
    pinned ? "pinned" : "loose",
    ...(canResume ? ["resumable"] : []),
    ...(report ? ["report"] : []),
    ...(state.output === null ? [] : ["data"]),
  ].join(" ");
  item.accessibilityInformation = {
    label: `${title}, ${item.description}`,
  };
  return item;
}

function look({ state }: PastRun): [words: string, icon: string, color?: string] {
  const words = runStatusText(state, vscode.l10n.t);
  if (isCutOff(state)) return [words, "debug-pause", "list.warningForeground"];
  if (isAtWork(state)) return [words, "sync"];
  if (state.status === "failed") return [words, "error", "list.errorForeground"];
  if (state.status === "cancelled") return [words, "circle-slash"];
  return state.gatesFailed.length > 0
    ? [words, "warning", "list.warningForeground"]
    : [words, "pass", "testing.iconPassed"];
}

function detailItem({ id, detail }: RunNode & { kind: "detail" }): vscode.TreeItem {
  const item = new vscode.TreeItem(detail.label);
  item.id = id;
  item.description = detail.description;
  const said = `${detail.label}: ${detail.description}`;
  item.tooltip = detail.meaning === undefined ? said : `${said}\n${detail.meaning}`;
  item.iconPath = new vscode.ThemeIcon(detail.icon);
  if (detail.spoken !== undefined) item.accessibilityInformation = { label: detail.spoken };
  if (detail.open !== undefined)
    item.command = {
      title: detail.label,
      command: "syndata.openArtifact",
      arguments: [detail.open],
    };
  return item;
}

function configName(config: string): string {
  return basename(config).replace(/\.synth\.json$/i, "");
}
