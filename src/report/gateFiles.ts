import type { GateResult } from "../protocol/report.ts";
import type { Diagnostic } from "../protocol/run.ts";

/** Gates as a build server reads test results (JUnit's XML): a test case each. `name`: of the config or the table judged. */
export function gatesJunit(gates: readonly GateResult[], name: string): string {
  const failures = gates.filter(({ passed }) => !passed).length;
  const cases = gates.map((gate) => {
    const head = `    <testcase classname="${xml(name)}" name="${xml(gateName(gate))}"`;
    return gate.passed
      ? `${head}/>`
      : `${head}>\n      <failure message="${xml(gate.message)}">${xml(gate.message)}</failure>\n    </testcase>`;
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="SynData" tests="${gates.length}" failures="${failures}">`,
    `  <testsuite name="${xml(name)}" tests="${gates.length}" failures="${failures}">`,
    ...cases,
    "  </testsuite>",
    "</testsuites>",
  ].join("\n")}\n`;
}

/** What code scanning reads (SARIF 2.1.0, OASIS). `file`: that the gates stand in, relative to the repository. */
export function gatesSarif(gates: readonly GateResult[], file: string, version: string): string {
  const results = gates.map((gate) => ({
    ruleId: gate.metric,
    kind: gate.passed ? "pass" : "fail",
    level: gate.passed ? "none" : "error",
    message: { text: gate.message },
    locations: [{ physicalLocation: { artifactLocation: { uri: uri(file) } } }],
  }));
  return sarif([...new Set(gates.map(({ metric }) => metric))], results, version);
}

/** Findings of configs with their places, as SARIF. */
export function diagnosticsSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const results = diagnostics.map(({ code, severity, message, file, line, column }) => ({
    ruleId: code,
    level: severity === "error" ? "error" : severity === "warning" ? "warning" : "note",
    message: { text: message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uri(file) },
          region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
        },
      },
    ],
  }));
  return sarif([...new Set(diagnostics.map(({ code }) => code))], results, version);
}

function sarif(ruleIds: readonly string[], results: readonly object[], version: string): string {
  const driver = { name: "SynData", version, rules: ruleIds.map((id) => ({ id })) };
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, results }],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function gateName({ metric, bound }: GateResult): string {
  const ends = [
    ...(bound.min === undefined ? [] : [`at least ${bound.min}`]),
    ...(bound.max === undefined ? [] : [`at most ${bound.max}`]),
  ];
  return `${metric} ${ends.join(", ")}${bound.relativeToCeiling ? " of what is reachable" : ""}`.trim();
}

function uri(path: string): string {
  return path
    .replaceAll("\\", "/")
    .split("/")
    .map(encodeURIComponent)
    .join("/")
    .replace(/^([A-Za-z])%3A/, "file:///$1:")
    .replace(/^\//, "file:///");
}

function xml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
