/** "May I share this?": one plain answer, what decides it, and what to do. */
export interface Sharing {
  /** `care`: yes, with care; `unknown`: cannot be told. */
  readonly answer: "yes" | "care" | "no" | "unknown";
  /** The answer as a sentence. */
  readonly sentence: string;
  /** The two or three reasons that decide it. */
  readonly reasons: readonly string[];
  /** Everything that is not good, worst first. */
  readonly findings: readonly SharingFinding[];
  /** Checks that are good. */
  readonly good: number;
}

export interface SharingFinding {
  /** Key of a metric, or of a circumstance such as `holdout`. */
  readonly key: string;
  readonly title: string;
  readonly status: "watch" | "bad" | "unknown";
  readonly text: string;
  /** What helps, the most promising first. */
  readonly steps: readonly NextStep[];
}

/** A change of the config, or advice where `edits` is empty. */
export interface NextStep {
  readonly text: string;
  readonly edits: readonly ConfigStep[];
}

export interface ConfigStep {
  /** Keys from the root of the config, such as `["columns", "city", "minCategoryCount"]`; `["rules", "-"]` adds a rule to the list. */
  readonly path: readonly string[];
  readonly value: string | number | boolean | readonly string[] | AddedRule;
}

/** A rule that the output keeps where rows of the source may not. */
export interface AddedRule {
  readonly rule: string;
  readonly repair: true;
}
