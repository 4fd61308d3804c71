import type * as vscode from "vscode";
import type { Services } from "../services.ts";

export function registerViews(_context: vscode.ExtensionContext, _services: Services): void {}
