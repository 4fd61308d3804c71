import * as vscode from "vscode";
import { ProblemError } from "../../client/client.ts";
import type { Job } from "../../client/operations.ts";
import { serverOrigin } from "../../client/serverOrigin.ts";
import { reason } from "../reason.ts";
import { isActive, jobLook } from "./jobLook.ts";
import { RemoteServer } from "./remoteServer.ts";

/** A run of the server. Commands find the job by this field. */
export interface RemoteNode {
  readonly job: Job;
}

/** Milliseconds between looks while something runs there and the view is seen. */
const lookMs = 3000;

/**
 * *Remote Runs*: what the server of `syndata.server` has done and does. Nothing is sent anywhere before that is set, a key is given
 * and the view is opened.
 */
export class RemoteRuns implements vscode.TreeDataProvider<RemoteNode> {
  readonly #secrets: vscode.SecretStorage;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly #told = new vscode.EventEmitter<string>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** What stands above the list: why it cannot be shown, else nothing. */
  readonly onDidTell = this.#told.event;
  /** Whether the view is seen. */
  visible = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
    this.#told.dispose();
  }

  async getChildren(node?: RemoteNode): Promise<RemoteNode[]> {
    if (node !== undefined) return [];
    clearTimeout(this.#timer);
    try {
      const server = await this.server();
      void vscode.commands.executeCommand("setContext", "syndata.remoteSignedIn", server !== undefined);
      const jobs = server === undefined ? [] : await server.jobs();
      this.#told.fire(server !== undefined && jobs.length === 0 ? vscode.l10n.t("No runs there yet.") : "");
      if (this.visible && jobs.some(isActive)) this.#timer = setTimeout(() => this.refresh(), lookMs);
      return jobs.map((job) => ({ job }));
    } catch (error) {
      if (error instanceof ProblemError && error.status === 401) {
        void vscode.commands.executeCommand("setContext", "syndata.remoteSignedIn", false);
        this.#told.fire(vscode.l10n.t("The server does not know this key: sign in again."));
      } else this.#told.fire(vscode.l10n.t("{0} does not answer: {1}", address(), reason(error)));
      return [];
    }
  }

  getTreeItem({ job }: RemoteNode): vscode.TreeItem {
    const { label, description, tooltip, icon, context } = jobLook(job, vscode.l10n.t, Date.now());
    const item = new vscode.TreeItem(label);
    item.id = job.id;
    item.description = description;
    item.tooltip = tooltip;
    item.iconPath = new vscode.ThemeIcon(icon);
    item.contextValue = context;
    item.accessibilityInformation = { label: `${label}, ${description}` };
    if (context.split(" ").includes("report"))
      item.command = {
        title: vscode.l10n.t("Open Report"),
        command: "syndata.openRemoteReport",
        arguments: [{ job }],
      };
    return item;
  }

  /** The server of the setting with the key that is kept for it; undefined where there is none. @throws Error about the setting */
  async server(): Promise<RemoteServer | undefined> {
    const origin = this.origin();
    const key = await this.#secrets.get(secretOf(origin));
    return key === undefined ? undefined : new RemoteServer(origin, key);
  }

  /** @throws Error that says what is wrong with the setting */
  origin(): string {
    const found = serverOrigin(address());
    if ("origin" in found) return found.origin;
    throw new Error(
      found.problem === "no-address"
        ? vscode.l10n.t("“syndata.server” is no address; expected something like https://syndata.example.org")
        : vscode.l10n.t("“syndata.server”: a key travels over https only, but for this machine itself"),
    );
  }

  async keep(key: string): Promise<void> {
    await this.#secrets.store(secretOf(this.origin()), key);
    this.refresh();
  }

  async forget(): Promise<void> {
    await this.#secrets.delete(secretOf(this.origin()));
    this.refresh();
  }
}

function address(): string {
  return vscode.workspace.getConfiguration("syndata").get<string>("server", "").trim();
}

function secretOf(origin: string): string {
  return `syndata.server ${origin}`;
}
