import type * as vscode from "vscode";
import type { Services } from "../services.ts";

/** Placeholder: notebooks that make synthetic tables. */
export function registerNotebook(_context: vscode.ExtensionContext, _services: Services): void {}
