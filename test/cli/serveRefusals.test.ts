import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const cli = "dist/cli.cjs";

test("serve says what a person can mend in plain words, with exit code 2", async () => {
  const data = mkdtempSync(join(tmpdir(), "syndata-serve-"));
  const refused = (...flags: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [cli, ...flags, "--data", data], {
      encoding: "utf8",
    });
    expect([status, stderr]).toEqual([2, expect.not.stringContaining("unexpected")]);
    return stderr;
  };
  const first = spawn(process.execPath, [cli, "serve", "--data", data, "--port", "0"]);
  try {
    await once(first.stdout, "data");
    expect(refused("serve", "--port", "0")).toContain(`process ${first.pid} on`);
    expect(refused("serve", "--host", "0.0.0.0", "--port", "0")).toContain("syndata keys add");
    expect(refused("serve", "--port", "many")).toMatch(/PORT/);
    expect(refused("keys", "add", "one", "--scope", "root")).toContain("--scope root");
  } finally {
    const ended = once(first, "exit");
    first.kill("SIGTERM");
    await ended;
    rmSync(data, { recursive: true, force: true });
  }
});
