import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readDockerfile } from "../../scripts/dockerfile.ts";
import { settingsTable, withSettings } from "../../scripts/serviceTables.ts";

const instructions = readDockerfile();
const known = new Set([
  "FROM",
  "WORKDIR",
  "COPY",
  "RUN",
  "LABEL",
  "ENV",
  "USER",
  "VOLUME",
  "EXPOSE",
  "STOPSIGNAL",
  "HEALTHCHECK",
  "ENTRYPOINT",
  "CMD",
]);

test("the Dockerfile holds known instructions only, in two stages of Node 24 on glibc", () => {
  expect(instructions.filter(({ name }) => !known.has(name))).toEqual([]);
  expect(instructions.filter(({ name }) => name === "FROM").map(({ rest }) => rest)).toEqual([
    "node:24-bookworm-slim AS build",
    "node:24-bookworm-slim",
  ]);
});

test("what the container starts is there, is built, and needs no rights", () => {
  const last = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
  const of = (name: string) =>
    last.filter((instruction) => instruction.name === name).map(({ rest }) => rest);
  expect(JSON.parse(of("ENTRYPOINT")[0]!)).toEqual(["node", "dist/cli.cjs"]);
  expect(JSON.parse(of("CMD")[0]!)).toEqual(["serve"]);
  expect(of("USER")).toEqual(["10001"]);
  expect(of("VOLUME")).toEqual(["/data"]);
  expect(of("HEALTHCHECK")[0]).toContain("/healthz");
  expect(JSON.parse(of("HEALTHCHECK")[0]!.replace(/^.*?CMD /, ""))[0]).toBe("node");
  expect(of("ENV")[0]).toContain("SYNDATA_HOST=0.0.0.0");
  for (const path of ["dist/cli.cjs", "dist/serve.cjs", "dist/worker.cjs", "dist/web/index.html"])
    expect([path, existsSync(path)]).toEqual([path, true]);
});

test("what the build stage copies by name exists", () => {
  const [first] = instructions.filter(({ name }) => name === "COPY");
  for (const path of first!.rest.split(" ").slice(0, -1))
    expect([path, existsSync(path)]).toEqual([path, true]);
});

test("docs/service.md holds the table of settings as the schema has it", () => {
  const document = readFileSync("docs/service.md", "utf8");
  expect(settingsTable().split("\n").length).toBeGreaterThan(20);
  expect(document).toBe(withSettings(document));
});
