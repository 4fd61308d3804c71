import { z } from "zod";
import { compareKind } from "./compare.ts";
import { imputeKind } from "./impute.ts";
import { reportKind } from "./report.ts";
import { runKind } from "./run.ts";
import { sampleKind } from "./sample.ts";
import { scoreKind } from "./score.ts";
import type { ServiceKind } from "./serviceKind.ts";

/** Every kind of job that clients can ask for. To add one is to add a file and a row. */
const kindTable = {
  run: runKind,
  sample: sampleKind,
  report: reportKind,
  compare: compareKind,
  impute: imputeKind,
  score: scoreKind,
} as const;

export type KindName = keyof typeof kindTable;
export const kindNames = Object.keys(kindTable) as KindName[];

/** The body of `POST /v1/jobs`. */
export const jobInput = z.discriminatedUnion("kind", [
  runKind.input,
  sampleKind.input,
  reportKind.input,
  compareKind.input,
  imputeKind.input,
  scoreKind.input,
]);

export type JobInput = z.output<typeof jobInput>;

/** The kind of a request, for code that treats all alike. */
export function kindOf(name: string): ServiceKind {
  if (!Object.hasOwn(kindTable, name)) throw new Error(`there is no kind of job ${name}`);
  return kindTable[name as KindName] as unknown as ServiceKind;
}
