import type { Finding, JsonPath } from "../jsonc/configText.ts";
import { nearest } from "../jsonc/nearest.ts";
import { listText, pathText, quote } from "../jsonc/quote.ts";
import { maxMustShare, moscowEffort } from "./moscow.ts";
import { findCycle } from "./order.ts";
import type { Feature, Product } from "./schema.ts";

/** Findings that the schema alone cannot give: ids, references, cycles, dates, MoSCoW shares, weak evidence, personal data. */
export function checkProduct(product: Product): Finding[] {
  return [
    ...repeatedIds(product),
    ...references(product),
    ...cycles(product),
    ...product.features.flatMap(featureFindings),
    ...product.phases.flatMap((phase, i) => phaseFindings(product, phase, ["phases", i])),
    ...personalData(product),
  ];
}

/** Whether `checkProduct` finds an error; what it only advises on is not looked for. */
export function hasErrors(product: Product): boolean {
  const { phases, features } = product;
  return (
    repeatedIds(product).length > 0 ||
    references(product).length > 0 ||
    findCycle(features) !== null ||
    features.some(({ added, started, done }) => isBefore(started, added) || isBefore(done, started)) ||
    phases.some(({ start, due }) => isBefore(due, start))
  );
}

/** Whether a day is before another one; false where one is not known. */
function isBefore(day: string | undefined, other: string | undefined): boolean {
  return day !== undefined && other !== undefined && day < other;
}

function repeatedIds(product: Product): Finding[] {
  const { tables, themes, notes } = product.feedback;
  const lists: readonly (readonly [path: JsonPath, items: readonly { readonly id: string }[]])[] = [
    ...(["features", "phases", "personas", "data"] as const).map((key) => [[key], product[key]] as const),
    [["feedback", "tables"], tables],
    [["feedback", "themes"], themes],
    [["feedback", "notes"], notes],
  ];
  return lists.flatMap(([list, items]) => {
    const first = new Map<string, number>();
    return items.flatMap(({ id }, i) => {
      const before = first.get(id);
      if (before === undefined) {
        first.set(id, i);
        return [];
      }
      return [
        problem(
          "error",
          "repeated-id",
          `${quote(id)} is also the id of ${pathText([...list, before])}: rename one of them`,
          [...list, i, "id"],
        ),
      ];
    });
  });
}

function references(product: Product): Finding[] {
  const sets = new Map<readonly string[], Set<string>>();
  /** Looked up for every reference of thousands of features. */
  const idsIn = (known: readonly string[]): Set<string> => {
    const set = sets.get(known) ?? new Set(known);
    sets.set(known, set);
    return set;
  };
  const features = product.features.map(({ id }) => id);
  const phases = product.phases.map(({ id }) => id);
  const personas = product.personas.map(({ id }) => id);
  const data = product.data.map(({ id }) => id);
  const { tables, themes, notes } = product.feedback;
  const tableIds = tables.map(({ id }) => id);
  const find = (
    what: string,
    id: string | undefined,
    known: readonly string[],
    path: JsonPath,
  ): Finding[] => {
    if (id === undefined || idsIn(known).has(id)) return [];
    const guess = nearest(id, known);
    const hint =
      guess !== undefined
        ? `did you mean ${quote(guess)}?`
        : known.length === 0
          ? `there is no ${what} yet`
          : `there are ${listText(known.slice(0, 12))}`;
    return [
      {
        ...problem("error", "unknown-reference", `there is no ${what} ${quote(id)}: ${hint}`, path),
        ...(guess === undefined ? {} : { fix: { title: `Change to ${quote(guess)}`, value: guess } }),
      },
    ];
  };
  return [
    ...product.features.flatMap((feature, i) => [
      ...find("phase", feature.phase, phases, ["features", i, "phase"]),
      ...feature.needs.flatMap((id, k) => find("feature", id, features, ["features", i, "needs", k])),
      ...feature.data.flatMap((id, k) => find("data set", id, data, ["features", i, "data", k])),
      ...feature.stories.flatMap(({ as }, k) =>
        find("persona", as, personas, ["features", i, "stories", k, "as"]),
      ),
    ]),
    ...product.phases.flatMap((phase, i) =>
      phase.exit.flatMap((criterion, k) =>
        find("data set", criterion.data, data, ["phases", i, "exit", k, "data"]),
      ),
    ),
    ...product.phases.flatMap((phase, i) =>
      phase.exit.flatMap((criterion, k) =>
        find("feedback table", criterion.feedback, tableIds, ["phases", i, "exit", k, "feedback"]),
      ),
    ),
    ...product.personas.flatMap(({ rows }, i) =>
      find("data set", rows?.data, data, ["personas", i, "rows", "data"]),
    ),
    ...themes.flatMap(({ feature }, i) =>
      find("feature", feature, features, ["feedback", "themes", i, "feature"]),
    ),
    ...notes.flatMap((note, i) => [
      ...find("persona", note.as, personas, ["feedback", "notes", i, "as"]),
      ...note.features.flatMap((id, k) =>
        find("feature", id, features, ["feedback", "notes", i, "features", k]),
      ),
    ]),
  ];
}

function cycles({ features }: Product): Finding[] {
  const cycle = findCycle(features);
  if (cycle === null) return [];
  const at = features.findIndex(({ id }) => id === cycle[0]);
  return [
    problem(
      "error",
      "cycle",
      `these features need each other: ${cycle.join(" → ")}; remove one of the needs`,
      ["features", at, "needs"],
    ),
  ];
}

function featureFindings(feature: Feature, i: number): Finding[] {
  const at = (...path: JsonPath): JsonPath => ["features", i, ...path];
  const findings: Finding[] = [];
  const { rice, why, added, started, done, status } = feature;
  if (rice?.confidence === 100 && why === undefined)
    findings.push(
      problem(
        "info",
        "no-evidence",
        "confidence 100 asks for evidence: say it in why",
        at("rice", "confidence"),
      ),
    );
  if (isBefore(started, added))
    findings.push(
      problem("error", "dates", `started (${started}) is before added (${added})`, at("started")),
    );
  if (isBefore(done, started))
    findings.push(problem("error", "dates", `done (${done}) is before started (${started})`, at("done")));
  if (done !== undefined && status !== "done")
    findings.push(
      problem("warning", "dates", `it has a day in done, but its status is ${status}`, at("status")),
    );
  if (status === "done" && done === undefined)
    findings.push(
      problem(
        "info",
        "dates",
        "it is done, but done has no day: it does not count in forecasts",
        at("status"),
      ),
    );
  return findings;
}

function phaseFindings(product: Product, phase: Product["phases"][number], path: JsonPath): Finding[] {
  const findings: Finding[] = [];
  if (isBefore(phase.due, phase.start))
    findings.push(
      problem("error", "dates", `due (${phase.due}) is before start (${phase.start})`, [...path, "due"]),
    );
  const features = product.features.filter((feature) => feature.phase === phase.id);
  const { advice, mustShare } = moscowEffort(features);
  const isRisky = mustShare !== null && mustShare > maxMustShare;
  for (const [place, message] of advice.entries())
    findings.push(
      problem(isRisky && place === 0 ? "warning" : "info", "moscow", `phase ${phase.id}: ${message}`, [
        ...path,
        "id",
      ]),
    );
  return findings;
}

const contact = /[\w.+-]+@[\w-]+\.[a-z]{2,}|\+\d[\d ()/-]{7,}\d/i;

/** E-mail addresses and telephone numbers: the file is committed, and version control does not forget. */
function personalData(product: Product): Finding[] {
  const texts: { text: string | undefined; path: JsonPath }[] = [
    ...product.features.flatMap(({ title, why }, i) => [
      { text: title, path: ["features", i, "title"] },
      { text: why, path: ["features", i, "why"] },
    ]),
    ...product.personas.flatMap(({ name, evidence }, i) => [
      { text: name, path: ["personas", i, "name"] },
      ...evidence.map((text, k) => ({ text, path: ["personas", i, "evidence", k] })),
    ]),
    ...product.feedback.notes.map(({ text }, i) => ({ text, path: ["feedback", "notes", i, "text"] })),
  ];
  return texts.flatMap(({ text, path }) =>
    text !== undefined && contact.test(text)
      ? [
          problem(
            "warning",
            "personal-data",
            "this text holds an e-mail address or telephone number; the file is committed, so leave people out of it",
            path,
          ),
        ]
      : [],
  );
}

function problem(severity: Finding["severity"], code: string, message: string, path: JsonPath): Finding {
  return { severity, code, message, path, at: "value" };
}
