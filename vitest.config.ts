import { defineConfig } from "vitest/config";

/** Rooms whose tests change nothing that another test sees: their files share the modules they load. */
const shared = [
  "cli",
  "config",
  "editor",
  "engine",
  "extension",
  "grid",
  "jobs",
  "jsonc",
  "learners",
  "metrics",
  "models",
  "notebook",
  "numerics",
  "pipeline",
  "privacy",
  "product",
  "protocol",
  "quality",
  "report",
  "runs",
  "scripts",
  "table",
  "tools",
  "transform",
  "worker",
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
      { extends: true, test: { name: "shared", include: shared, isolate: false } },
      {
        extends: true,
        test: { name: "apart", include: ["test/**/*.test.ts"], exclude: ["test/e2e/**", ...shared] },
      },
    ],
  },
});
