import * as vscode from "vscode";
import type { Diagnostic } from "../../protocol/run.ts";
import { isConfigFile } from "../files.ts";
import { mayLook } from "../mayLook.ts";
import type { CheckedConfig, ProfileSource } from "./checkConfig.ts";

/** Typing pauses this long before a check. */
const pauseMs = 200;

export const jsonExtension = "vscode.json-language-features";

const severities: Readonly<Record<Diagnostic["severity"], vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  info: vscode.DiagnosticSeverity.Information,
};

/** Checks open configs as they change and keeps the Problems panel; the findings of the command line's validator. */
export class ConfigChecks {
  readonly #profiles: ProfileSource;
  readonly #collection = vscode.languages.createDiagnosticCollection("syndata");
  readonly #results = new Map<string, { readonly version: number; readonly checked: CheckedConfig }>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #checked = new vscode.EventEmitter<vscode.TextDocument>();

  /** A document's findings are new. */
  readonly onDidCheck = this.#checked.event;

  constructor(profiles: ProfileSource) {
    this.#profiles = profiles;
  }

  /** The newest findings; undefined before the first check or when the document has changed since. */
  get({ uri, version }: vscode.TextDocument): CheckedConfig | undefined {
    const result = this.#results.get(uri.toString());
    return result?.version === version ? result.checked : undefined;
  }

  /** Checks once typing pauses. `columns`: against the data too. */
  schedule(document: vscode.TextDocument, columns: boolean): void {
    if (!isChecked(document)) return;
    const key = document.uri.toString();
    clearTimeout(this.#timers.get(key));
    this.#timers.set(
      key,
      setTimeout(() => void this.check(document, columns), pauseMs),
    );
  }

  /** Publishes what the text alone says at once, and what the data says when it is known. */
  async check(document: vscode.TextDocument, columns = true): Promise<CheckedConfig> {
    const { checkConfig, checkText } = await import("./checkConfig.ts");
    const text = document.getText();
    const path = document.uri.fsPath;
    const { version } = document;
    const quick = checkText(text, path, mayLook);
    const stillOpen = (): boolean => document.version === version && !document.isClosed;
    const known = this.#results.get(document.uri.toString()) !== undefined;
    if (!columns || !known || quick.parsed.config === undefined) this.#publish(document, quick);
    if (!columns || quick.parsed.config === undefined) return quick;
    const checked = await checkConfig(text, path, this.#profiles, mayLook);
    if (stillOpen()) this.#publish(document, checked);
    return checked;
  }

  forget(uri: vscode.Uri): void {
    clearTimeout(this.#timers.get(uri.toString()));
    this.#timers.delete(uri.toString());
    this.#results.delete(uri.toString());
    this.#collection.delete(uri);
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#collection.dispose();
    this.#checked.dispose();
  }

  #publish(document: vscode.TextDocument, checked: CheckedConfig): void {
    this.#results.set(document.uri.toString(), { version: document.version, checked });
    // what is wrong with the JSON itself VS Code says in its own words
    const told =
      document.languageId === "jsonc" && vscode.extensions.getExtension(jsonExtension) !== undefined;
    this.#collection.set(
      document.uri,
      checked.diagnostics.filter((d) => !told || d.code !== "syntax").map((d) => toVscode(document, d)),
    );
    this.#checked.fire(document);
  }
}

export function isChecked(document: vscode.TextDocument): boolean {
  return document.uri.scheme === "file" && isConfigFile(document.uri.fsPath);
}

/** Where a finding is, in an editor. */
export function rangeOf(document: vscode.TextDocument, d: Diagnostic): vscode.Range {
  return new vscode.Range(document.positionAt(d.offset), document.positionAt(d.offset + d.length));
}

export function toVscode(document: vscode.TextDocument, d: Diagnostic): vscode.Diagnostic {
  const diagnostic = new vscode.Diagnostic(rangeOf(document, d), d.message, severities[d.severity]);
  diagnostic.source = "SynData";
  diagnostic.code = d.code;
  return diagnostic;
}
