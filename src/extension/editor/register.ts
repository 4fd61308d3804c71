import type * as vscode from "vscode";
import type { Services } from "../services.ts";

/** Placeholder: the custom editor `syndata.config` for `*.synth.json`. */
export function registerConfigEditor(_context: vscode.ExtensionContext, _services: Services): void {}
