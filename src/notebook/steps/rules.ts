import { checkRules } from "../../config/rules/checkRules.ts";
import { describeRule } from "../../config/rules/printRule.ts";
import { grouped } from "../../language/counts.ts";
import { judgeRules } from "../../pipeline/stages/brokenRules.ts";
import { describeFound } from "../../pipeline/stages/foundRules.ts";
import { splitRows } from "../../pipeline/stages/preprocess.ts";
import { gridBundle } from "../outputs.ts";
import type { StepContext, StepResult } from "../stepContext.ts";
import type { PlannedStep } from "../workflow.ts";
import { openSource } from "./source.ts";

interface Line {
  readonly rule: string;
  readonly state: string;
  readonly evidence: string;
}

/** Shows the rules that the steps below keep, and others that hold in the training rows. */
export async function rulesStep(
  context: StepContext,
  { step, config }: Extract<PlannedStep, { kind: "rules" }>,
): Promise<StepResult> {
  context.progress({ fraction: null, label: `reading ${config.source.path}` });
  const { source, plan } = await openSource(context, step, config);
  const { specs, training, holders } = splitRows(plan);
  const checked = judgeRules(config, source.loaded.table, source.profile);
  const written = checkRules(config, specs).rules.map((rule, at): Line => {
    const { applies = 0, broken = 0 } = checked[at] ?? {};
    const holds = broken === 0 ? "holds in all" : `breaks in ${grouped(broken)} of`;
    return {
      rule: rule === undefined ? "" : describeRule(rule),
      state: "kept",
      evidence: `${holds} ${grouped(applies)} rows`,
    };
  });
  context.progress({ fraction: null, label: "looking for rules" });
  const looked = config.detectRules !== "off";
  const all = looked
    ? await describeFound(training, specs, {
        seed: config.seed,
        signal: context.signal,
        holders: holders?.table,
      })
    : [];
  const known = new Set(written.map(({ rule }) => rule));
  const found = all
    .filter(({ text }) => !known.has(text))
    .map(({ text, json, exact, evidence }): Line => {
      const kept = exact && config.detectRules === "auto";
      return { rule: text, state: kept ? "found, kept" : `found; to keep it, add ${json}`, evidence };
    });
  const kept = [...written, ...found].filter(({ state }) => !state.startsWith("found;")).length;
  const lines = [...written, ...found];
  const column = (name: keyof Line) => ({ name, type: "VARCHAR", values: lines.map((line) => line[name]) });
  return {
    outputs: [
      gridBundle({
        version: 1,
        title: "Rules",
        handle: null,
        total: lines.length,
        offset: 0,
        columns: [column("rule"), column("state"), column("evidence")],
      }),
    ],
    message: `${kept} ${kept === 1 ? "rule" : "rules"} kept, ${lines.length - kept} more found`,
    cached: false,
  };
}
