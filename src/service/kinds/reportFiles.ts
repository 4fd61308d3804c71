import { stat } from "node:fs/promises";

/** Files of a report, by the names of outputs. */
export const reportFiles = [
  { name: "report.json", file: "report.json" },
  { name: "report.html", file: "report.html" },
  { name: "report.md", file: "report.md" },
  { name: "summary.html", file: "summary.html" },
] as const;

/** The path when there is such a file. */
export async function existing(path: string): Promise<string | undefined> {
  return await stat(path).then(
    () => path,
    () => undefined,
  );
}
