import * as vscode from "vscode";
import type { Services } from "../services.ts";

const configViewType = "syndata.config";

/** The custom editor of `*.synth.json`; its code is loaded when the first one opens. */
export function registerConfigEditor(context: vscode.ExtensionContext, services: Services): void {
  let editors: Promise<import("./configEditors.ts").ConfigEditors> | undefined;
  const load = () => {
    editors ??= import("./configEditors.ts").then(({ ConfigEditors }) => new ConfigEditors(services));
    return editors;
  };
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      (await load()).resolve(document, panel);
    },
  };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider(configViewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    { dispose: () => void editors?.then((all) => all.dispose()) },
  );
}
