import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import type { SynDataApi } from "../../../src/extension/api.ts";

/** Asks again until there is an answer. */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  ms = 60_000,
): Promise<T> {
  const end = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export function workspacePath(...names: string[]): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (folder === undefined) throw new Error("no folder is open");
  return join(folder, ...names);
}

export async function api(): Promise<SynDataApi> {
  const extension = vscode.extensions.getExtension<SynDataApi>("syndata.syndata");
  if (!extension) throw new Error("the extension is not there");
  return extension.activate();
}

/** A new config beside the tables of the workspace; `model` goes in as JSON. */
export function writeConfig(name: string, content: unknown): vscode.Uri {
  const path = workspacePath(name);
  writeFileSync(path, typeof content === "string" ? content : `${JSON.stringify(content, null, 2)}\n`);
  return vscode.Uri.file(path);
}

export function readJson(path: string): Record<string, unknown> {
  if (!existsSync(path)) throw new Error(`${path} does not exist`);
  return JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>;
}
