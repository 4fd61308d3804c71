import { assessDetection } from "../fidelity/assessDetection.ts";
import type { QualityInput } from "../input.ts";
import { assessUtility } from "../utility/assessUtility.ts";

/** Sections that need nothing but the compared tables: another thread may measure them while this one measures the rest. */
export const threadSections = { detection: assessDetection, utility: assessUtility };

export type ThreadSection = keyof typeof threadSections;

/** What a section is measured to. */
export type SectionResult<Name extends ThreadSection> = Awaited<ReturnType<(typeof threadSections)[Name]>>;

/** A `QualityInput` as it is sent to a thread. */
export type SentInput = Omit<QualityInput, "signal" | "progress">;

/** What a thread is given when it starts: it measures one section. */
export interface SectionTask {
  readonly section: ThreadSection;
  readonly input: SentInput;
}

/** What it says: the fraction done, and at last the result or what was thrown. */
export type SectionReply =
  | { readonly kind: "progress"; readonly fraction: number }
  | { readonly kind: "done"; readonly result: unknown }
  | { readonly kind: "failed"; readonly error: unknown };
