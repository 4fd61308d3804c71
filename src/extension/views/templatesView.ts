import * as vscode from "vscode";
import { listTemplates, type Template } from "../commands/newConfig.ts";

interface TemplateNode {
  readonly template: Template;
}

/** *Templates*: a click puts one into the workspace. */
export class TemplatesView implements vscode.TreeDataProvider<TemplateNode> {
  readonly #extensionUri: vscode.Uri;

  constructor(extensionUri: vscode.Uri) {
    this.#extensionUri = extensionUri;
  }

  async getChildren(node?: TemplateNode): Promise<TemplateNode[]> {
    if (node !== undefined) return [];
    return (await listTemplates(this.#extensionUri)).map((template) => ({ template }));
  }

  getTreeItem(node: TemplateNode): vscode.TreeItem {
    const { name, about } = node.template;
    const item = new vscode.TreeItem(name);
    item.id = name;
    item.description = about;
    item.tooltip = about;
    item.iconPath = new vscode.ThemeIcon("file-code");
    item.command = {
      title: vscode.l10n.t("New Synth Config"),
      command: "syndata.newConfig",
      arguments: [node],
    };
    return item;
  }
}
