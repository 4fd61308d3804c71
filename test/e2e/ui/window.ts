import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright-core";
import type { PageFaults } from "../lib/workbench.ts";

/** What every test works with: one window on one folder. */
export interface Window {
  readonly page: Page;
  readonly faults: PageFaults;
  readonly workspace: string;
  /** Settings, extensions and logs of this VS Code. */
  readonly root: string;
  readonly shot: (name: string) => Promise<void>;
  /** Another window of the same VS Code, without a folder. */
  readonly openEmpty: () => Promise<Page>;
  /** Another window on another folder, of a person who has not seen this VS Code before. */
  readonly openFolder: (folder: string) => Promise<Page>;
}

export function read({ workspace }: Window, ...path: string[]): string {
  return readFileSync(join(workspace, ...path), "utf8");
}

/** The text of a file, once it holds what is asked: while it is written it may be empty or cut off. */
export async function written(
  window: Window,
  path: string,
  holds: (text: string) => boolean,
): Promise<string> {
  let text = "";
  await eventually(`the text of ${path}`, () => {
    text = existsSync(join(window.workspace, path)) ? read(window, path) : "";
    return holds(text);
  });
  return text;
}

/** Run folders of a config, newest first. */
export function runsOf({ workspace }: Window, config: string): string[] {
  const runs = join(workspace, ".syndata", "runs");
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .filter((name) => name.includes(`-${config}-`))
    .sort()
    .reverse()
    .map((name) => join(runs, name));
}

/** Asks again until it holds. */
export async function eventually(
  what: string,
  holds: () => boolean | Promise<boolean>,
  ms = 60_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
