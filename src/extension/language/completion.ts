import * as vscode from "vscode";
import { soundReadOptions } from "../../config/readOptions.ts";
import type { ColumnProfile } from "../../table/profile/tableProfile.ts";
import { mayLook } from "../mayLook.ts";
import type { Services } from "../services.ts";
import { isChecked } from "./configChecks.ts";

/** Names of the source's columns wherever a config names one. */
export function columnCompletion(services: Services): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      if (!isChecked(document)) return undefined;
      const { columnPlace } = await import("./columnPlaces.ts");
      const columns = await columnsOf(services, document);
      const { value } = await parsed(document);
      const place = columnPlace(document.getText(), document.offsetAt(position), value);
      if (place === undefined) return undefined;
      const range = new vscode.Range(document.positionAt(place.start), document.positionAt(place.end));
      const bare = place.kind === "key" && !/^\s*:/.test(document.getText().slice(place.end));
      return columns
        .filter((column) => !place.taken.includes(column.name))
        .map((column, i) => item(column, i, range, bare));
    },
  };
}

function item(
  column: ColumnProfile,
  order: number,
  range: vscode.Range,
  withEntry: boolean,
): vscode.CompletionItem {
  const name = JSON.stringify(column.name);
  const completion = new vscode.CompletionItem(
    { label: name, description: column.sdtype },
    vscode.CompletionItemKind.Field,
  );
  completion.range = range;
  completion.filterText = name;
  completion.sortText = String(order).padStart(6, "0");
  completion.documentation = column.reason;
  const snippet = new vscode.SnippetString().appendText(name);
  if (withEntry) {
    snippet.appendText(`: { "type": ${JSON.stringify(column.sdtype)}`);
    snippet.appendTabstop(0).appendText(" }");
  }
  completion.insertText = snippet;
  return completion;
}

async function columnsOf(
  services: Services,
  document: vscode.TextDocument,
): Promise<readonly ColumnProfile[]> {
  const { value } = await parsed(document);
  const { parseConfig } = await import("../../config/parseConfig.ts");
  const { resolvePaths } = await import("../../config/paths.ts");
  // while a name is typed the config may have errors elsewhere: the source alone is enough
  const source = (value as { source?: unknown } | undefined)?.source;
  const { config } = parseConfig(JSON.stringify({ source }), document.fileName);
  if (config === undefined) return [];
  const path = resolvePaths(config, document.fileName).source;
  if (!mayLook(path)) return [];
  return services.profiles.get(path, soundReadOptions(value)).then(
    ({ columns }) => columns,
    () => [],
  );
}

/** What can be read of a text that is being typed. */
async function parsed(document: vscode.TextDocument): Promise<{ value: unknown }> {
  const { parse } = await import("jsonc-parser");
  return { value: parse(document.getText(), [], { allowTrailingComma: true }) as unknown };
}
