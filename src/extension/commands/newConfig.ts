import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as vscode from "vscode";
import { freeName, stem } from "../files.ts";
import type { Services } from "../services.ts";
import { synthesize } from "./synthesize.ts";

export interface Template {
  /** `sensor-readings` */
  readonly name: string;
  readonly path: string;
  /** The first sentence of its first comment, without the title before a colon. */
  readonly about: string;
}

/** The starter configs that come with the extension. */
export async function listTemplates(extensionUri: vscode.Uri): Promise<Template[]> {
  const folder = join(extensionUri.fsPath, "syntheticTemplates");
  const files = (await readdir(folder)).filter((file) => file.endsWith(".synth.json")).sort();
  return Promise.all(
    files.map(async (file) => {
      const path = join(folder, file);
      return { name: stem(path), path, about: firstSentence(await readFile(path, "utf8")) };
    }),
  );
}

/** *New Synth Config*: from a data file, or a template put under a free name into the workspace. `title`: why it is asked. */
export async function newConfig(services: Services, argument: unknown): Promise<void> {
  const template = templateOf(argument) ?? (await pickTemplate(services, titleOf(argument)));
  if (template === undefined) return;
  if (template === "data") {
    await synthesize(services, undefined);
    return;
  }
  const text = await readFile(template.path, "utf8");
  const folder = await workspaceFolder();
  if (folder === undefined) {
    const document = await vscode.workspace.openTextDocument({ language: "jsonc", content: text });
    await vscode.window.showTextDocument(document);
    return;
  }
  const name = freeName(template.name, (n) => existsSync(join(folder, `${n}.synth.json`)));
  const path = join(folder, `${name}.synth.json`);
  try {
    await writeFile(path, text, { flag: "wx" });
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.file(path), { preview: false });
  } catch (error) {
    services.messages.error(vscode.l10n.t("Cannot write {0}", path), error);
  }
}

function templateOf(argument: unknown): Template | undefined {
  const { template } = (argument ?? {}) as { readonly template?: Template };
  return template;
}

function titleOf(argument: unknown): string {
  const { title } = (argument ?? {}) as { readonly title?: unknown };
  return typeof title === "string" ? title : vscode.l10n.t("New Synth Config");
}

async function pickTemplate(services: Services, title: string): Promise<Template | "data" | undefined> {
  const templates = await listTemplates(services.extensionUri);
  const items: (vscode.QuickPickItem & { readonly value?: Template | "data" })[] = [
    {
      label: `$(sparkle) ${vscode.l10n.t("From a data file…")}`,
      detail: vscode.l10n.t("Every column is guessed from your table."),
      value: "data",
    },
    { label: vscode.l10n.t("Templates"), kind: vscode.QuickPickItemKind.Separator },
    ...templates.map((value) => ({ label: `$(file-code) ${value.name}`, detail: value.about, value })),
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title,
    matchOnDetail: true,
  });
  return picked?.value;
}

async function workspaceFolder(): Promise<string | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  if (folders.length <= 1) return folders[0]?.uri.fsPath;
  return (await vscode.window.showWorkspaceFolderPick())?.uri.fsPath;
}

function firstSentence(text: string): string {
  const comment = /^\s*\/\/\s*(.*)$/m.exec(text)?.[1] ?? "";
  const sentence = /^.*?\.(?=\s|$)/.exec(comment)?.[0] ?? comment;
  return sentence.replace(/^[^:]{1,40}: /, "");
}
