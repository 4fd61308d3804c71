import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { PipelineError } from "../pipeline/pipelineError.ts";
import { isInside, realPathOf } from "../runFolder/realPath.ts";

/** What lies at the top of a project. */
const topMarks = [".git", ".hg", ".vscode", "package.json", "pyproject.toml"];

/**
 * A notebook may come from elsewhere: what it writes stays in its project, links resolved.
 * @throws PipelineError when `path` lies elsewhere
 */
export function confineOutput(path: string, notebook: string): void {
  const project = projectOf(notebook);
  if (!isInside(realPathOf(project), realPathOf(path)))
    throw new PipelineError(
      `output.path: ${path} lies outside of ${project}; a notebook writes into its own project only. Name a file in it`,
    );
}

/** The nearest folder above a notebook that looks like the top of a project; else the notebook's own. */
function projectOf(notebook: string): string {
  const own = dirname(notebook);
  for (let folder = own; folder !== dirname(folder); folder = dirname(folder))
    if (topMarks.some((name) => existsSync(join(folder, name)))) return folder;
  return own;
}
