import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    env: { TZ: "UTC" },
    globalSetup: ["test/buildOnce.ts", "test/processFolder.ts"],
    setupFiles: ["test/fixedSeeds.ts"],
    pool: "forks",
    maxWorkers: 2,
    // a slow machine makes tests slow, not wrong
    testTimeout: 180_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    // files share the modules that a process has loaded: none may change what another test sees
    isolate: false,
    include: ["test/**/*.test.ts"],
    exclude: ["test/e2e/**"],
  },
});
