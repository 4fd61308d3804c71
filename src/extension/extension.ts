import type * as vscode from "vscode";
import { createApi, type SynDataApi } from "./api.ts";
import { registerCommands } from "./commands/register.ts";
import { registerConfigEditor } from "./editor/register.ts";
import { registerGridEditor } from "./grid/register.ts";
import { registerLanguage } from "./language/register.ts";
import { registerNotebook } from "./notebook/register.ts";
import { registerProductEditor } from "./product/register.ts";
import { registerRuns } from "./queue/register.ts";
import { registerRemote } from "./remote/register.ts";
import { registerReportPanel } from "./report/register.ts";
import { createServices } from "./services.ts";
import { registerTasks } from "./tasks/register.ts";
import { registerTools } from "./tools/register.ts";
import { registerViews } from "./views/register.ts";

/** Registers features and nothing else: no file is read and no process started before something is used. */
export function activate(context: vscode.ExtensionContext): SynDataApi {
  const started = performance.now();
  const services = createServices(context);
  services.reports = registerReportPanel(context, services);
  registerRuns(context, services);
  registerCommands(context, services);
  registerViews(context, services);
  registerRemote(context, services);
  registerLanguage(context, services);
  registerTasks(context, services);
  registerConfigEditor(context, services);
  registerProductEditor(context, services);
  registerGridEditor(context, services);
  registerNotebook(context, services);
  registerTools(context, services);
  const api = createApi(context, services);
  services.log.debug(`activated in ${(performance.now() - started).toFixed(1)} ms`);
  return api;
}
