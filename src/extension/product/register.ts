import * as vscode from "vscode";
import type { Services } from "../services.ts";
import { registerProductLanguage } from "./productChecks.ts";

const productViewType = "syndata.product";

/** The custom editor of `*.mvp.json` and its findings; their code is loaded when the first one opens. */
export function registerProductEditor(context: vscode.ExtensionContext, services: Services): void {
  let editors: Promise<import("./productEditors.ts").ProductEditors> | undefined;
  const load = () => {
    editors ??= import("./productEditors.ts").then(({ ProductEditors }) => new ProductEditors(services));
    return editors;
  };
  const provider: vscode.CustomTextEditorProvider = {
    async resolveCustomTextEditor(document, panel) {
      (await load()).resolve(document, panel);
    },
  };
  context.subscriptions.push(
    vscode.window.registerCustomEditorProvider(productViewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
    { dispose: () => void editors?.then((all) => all.dispose()) },
    ...registerProductLanguage(),
  );
}
