import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import * as vscode from "vscode";
import { sourceColumn } from "../../editor/sourceColumns.ts";
import { inLanguage, saySentence } from "../../language/language.ts";
import type { SourceState } from "../../protocol/editor.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";
import type { ReadOptions } from "../../table/read/readOptions.ts";
import type { Profiles } from "../profiles.ts";
import { reason } from "../reason.ts";
import { spokenLanguage } from "../spokenLanguage.ts";

/** A file still being written is read once it has been quiet this long. */
const quietMs = 400;

interface Wanted {
  /** Absolute. */
  readonly path: string;
  readonly options: ReadOptions;
}

/** Keeps the profile of a config's source up to date: when the config names another, when the file changes, when it goes or comes. */
export class SourceReader implements vscode.Disposable {
  readonly #profiles: Profiles;
  readonly #changed: () => void;
  #state: SourceState = { kind: "unread", why: "unnamed" };
  #profile: TableProfile | undefined;
  #wanted: Wanted | undefined;
  #watcher: vscode.Disposable | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #turn = 0;

  /** `changed` is called at every new state. */
  constructor(profiles: Profiles, changed: () => void) {
    this.#profiles = profiles;
    this.#changed = changed;
  }

  get state(): SourceState {
    return this.#state;
  }

  get profile(): TableProfile | undefined {
    return this.#profile;
  }

  /** Absolute path and how to read it; does nothing when both are as before. */
  want(path: string, options: ReadOptions): void {
    const before = this.#wanted;
    if (before?.path === path && JSON.stringify(before.options) === JSON.stringify(options)) return;
    this.#wanted = { path, options };
    if (before?.path !== path) this.#watch(path);
    this.read();
  }

  /** Nothing is to be read. */
  leave(why: Extract<SourceState, { kind: "unread" }>["why"]): void {
    if (this.#state.kind === "unread" && this.#state.why === why) return;
    this.#wanted = undefined;
    this.#watcher?.dispose();
    this.#watcher = undefined;
    this.#turn++;
    this.#set({ kind: "unread", why }, undefined);
  }

  read(): void {
    if (this.#wanted !== undefined) void this.#read(this.#wanted, ++this.#turn);
  }

  dispose(): void {
    clearTimeout(this.#quiet);
    this.#watcher?.dispose();
    this.#turn++;
  }

  async #read({ path, options }: Wanted, turn: number): Promise<void> {
    const found = await stat(path).catch(() => undefined);
    if (turn !== this.#turn) return;
    if (!found?.isFile()) {
      this.#set({ kind: "missing", path }, undefined);
      return;
    }
    // A changed file keeps its old picture until the new one is there.
    if (this.#state.kind !== "ready" || this.#state.path !== path)
      this.#set({ kind: "loading", path }, undefined);
    try {
      const profile = await this.#profiles.get(path, options);
      if (turn !== this.#turn) return;
      const { rows } = profile;
      const names = profile.columns.map(({ name }) => name);
      const { columns, warnings } = inLanguage(spokenLanguage(), names, () => ({
        columns: profile.columns.map((column) => sourceColumn(column, saySentence)),
        warnings: profile.warnings.map(saySentence),
      }));
      this.#set({ kind: "ready", path, bytes: found.size, rows, columns, warnings }, profile);
    } catch (error) {
      if (turn === this.#turn) this.#set({ kind: "failed", path, message: reason(error) }, undefined);
    }
  }

  #set(state: SourceState, profile: TableProfile | undefined): void {
    this.#state = state;
    this.#profile = profile;
    this.#changed();
  }

  /** The folder is watched, since the file may not exist yet. */
  #watch(path: string): void {
    this.#watcher?.dispose();
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(dirname(path)), "*"),
    );
    const seen = (uri: vscode.Uri): void => {
      if (basename(uri.fsPath) !== basename(path) || resolve(uri.fsPath) !== resolve(path)) return;
      clearTimeout(this.#quiet);
      this.#quiet = setTimeout(() => this.read(), quietMs);
    };
    watcher.onDidChange(seen);
    watcher.onDidCreate(seen);
    watcher.onDidDelete(seen);
    this.#watcher = watcher;
  }
}
