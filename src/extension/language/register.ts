import type * as vscode from "vscode";
import type { Services } from "../services.ts";

export function registerLanguage(_context: vscode.ExtensionContext, _services: Services): void {}
