import * as vscode from "vscode";
import type { ColumnProfile } from "../../table/profile/tableProfile.ts";
import { mayLook } from "../mayLook.ts";
import type { Services } from "../services.ts";
import { isChecked } from "./configChecks.ts";
import type { RulePlace } from "./rulePlaces.ts";

/** Names of the source's columns wherever a config names one, and whatever may stand in a rule. */
export function columnCompletion(services: Services): vscode.CompletionItemProvider {
  return {
    async provideCompletionItems(document, position) {
      if (!isChecked(document)) return undefined;
      const { columnPlace } = await import("./columnPlaces.ts");
      const { rulePlace } = await import("./rulePlaces.ts");
      const columns = await columnsOf(services, document);
      const inRule = rulePlace(document.getText(), document.offsetAt(position));
      if (inRule !== undefined) return ruleItems(document, inRule, columns);
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

/** What a column, a function or a word of a rule means. */
export function ruleHover(services: Services): vscode.HoverProvider {
  return {
    async provideHover(document, position) {
      if (!isChecked(document)) return undefined;
      const { rulePlace } = await import("./rulePlaces.ts");
      const place = rulePlace(document.getText(), document.offsetAt(position));
      if (place === undefined) return undefined;
      const { helpInRule } = await import("../../config/rules/ruleHelp.ts");
      const help = helpInRule(place.rule, place.offset, await columnsOf(services, document));
      if (help === undefined) return undefined;
      const title = new vscode.MarkdownString().appendCodeblock(help.title, "text");
      return new vscode.Hover(
        [title, new vscode.MarkdownString().appendText(help.text)],
        rangeIn(document, place, help),
      );
    },
  };
}

const ruleKinds = {
  column: vscode.CompletionItemKind.Field,
  function: vscode.CompletionItemKind.Function,
  word: vscode.CompletionItemKind.Keyword,
} as const;

async function ruleItems(
  document: vscode.TextDocument,
  place: RulePlace,
  columns: readonly ColumnProfile[],
): Promise<vscode.CompletionItem[]> {
  const { suggestInRule } = await import("../../config/rules/ruleHelp.ts");
  const found = suggestInRule(place.rule, place.offset, columns);
  const range = rangeIn(document, place, found);
  return found.items.map(({ kind, text, detail, description }, i) => {
    const completion = new vscode.CompletionItem({ label: text, description: detail }, ruleKinds[kind]);
    completion.range = range;
    completion.sortText = String(i).padStart(6, "0");
    completion.insertText = JSON.stringify(text).slice(1, -1);
    // a name in backticks is found by its letters too
    completion.filterText = completion.insertText;
    if (description !== "") completion.documentation = description;
    return completion;
  });
}

function rangeIn(
  document: vscode.TextDocument,
  place: RulePlace,
  { start, end }: { readonly start: number; readonly end: number },
): vscode.Range {
  return new vscode.Range(document.positionAt(place.outside(start)), document.positionAt(place.outside(end)));
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
  const { soundReadOptions } = await import("../../config/soundReadOptions.ts");
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
