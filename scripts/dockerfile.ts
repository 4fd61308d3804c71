import { readFileSync } from "node:fs";

export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** The instructions of the Dockerfile, in order; continued lines are joined. */
export function readDockerfile(path = "Dockerfile"): Instruction[] {
  const lines = readFileSync(path, "utf8")
    .replace(/\\\n\s*/g, "")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => ({
    name: line.split(" ")[0]!,
    rest: line.slice(line.indexOf(" ") + 1).trim(),
  }));
}
