import { defineConfig } from "vitest/config";

/** Rooms whose tests start no process and change nothing that another test sees: their files share the modules they load. */
const pure = [
  "config",
  "editor",
  "engine",
  "grid",
  "jsonc",
  "learners",
  "metrics",
  "models",
  "numerics",
  "product",
  "protocol",
  "quality",
  "report",
  "table",
  "transform",
].map((room) => `test/${room}/**/*.test.ts`);

export default defineConfig({
  test: {
    env: { TZ: "UTC" },
    globalSetup: ["test/buildOnce.ts", "test/processFolder.ts"],
    setupFiles: ["test/fixedSeeds.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      { extends: true, test: { name: "pure", include: pure, isolate: false } },
      {
        extends: true,
        test: { name: "processes", include: ["test/**/*.test.ts"], exclude: ["test/e2e/**", ...pure] },
      },
    ],
  },
});
