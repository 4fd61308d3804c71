import type { Problem } from "../../src/protocol/editor.ts";

export type Path = readonly (string | number)[];

/** A problem with its number in the document's list, by which its fix is asked for. */
export type NumberedProblem = Problem & { readonly number: number };

/** Finds the problems of a control by the path it edits. */
export class ProblemPlaces {
  readonly all: readonly NumberedProblem[];
  readonly #byPath = new Map<string, NumberedProblem[]>();
  readonly #claimed = new Set<string>();

  constructor(problems: readonly Problem[]) {
    this.all = problems.map((problem, number) => ({ ...problem, number }));
    for (const problem of this.all) {
      const key = pathKey(problem.path);
      const list = this.#byPath.get(key);
      if (list === undefined) this.#byPath.set(key, [problem]);
      else list.push(problem);
    }
  }

  /** Exactly at this path; a control that shows them calls this. */
  at(path: Path): readonly NumberedProblem[] {
    const key = pathKey(path);
    this.#claimed.add(key);
    return this.#byPath.get(key) ?? [];
  }

  /** At this path or anywhere below. */
  within(path: Path): readonly NumberedProblem[] {
    const found = this.all.filter((problem) => path.every((key, i) => problem.path[i] === key));
    for (const problem of found) this.#claimed.add(pathKey(problem.path));
    return found;
  }

  /** Those no control has shown: they must not go unseen. */
  unclaimed(): readonly NumberedProblem[] {
    return this.all.filter((problem) =>
      problem.path[0] !== "columns" || problem.path.length < 2
        ? !this.#claimed.has(pathKey(problem.path))
        : false,
    );
  }

  count(severity: Problem["severity"]): number {
    return this.all.filter((problem) => problem.severity === severity).length;
  }
}

export function pathKey(path: Path): string {
  return JSON.stringify(path);
}
