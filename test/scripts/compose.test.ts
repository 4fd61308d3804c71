import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { settingRows } from "../../src/service/settings.ts";

/** The part of the Compose Specification that the file uses; anything else in it is a mistake. */
const names = z.array(z.string());
const duration = z.string().regex(/^\d+(ms|s|m|h)$/);
const service = z.strictObject({
  image: z.string().regex(/^[a-z0-9/._-]+(:[\w.-]+)?$/),
  build: z.string().optional(),
  command: names.optional(),
  user: z.string().optional(),
  profiles: names.optional(),
  read_only: z.boolean().optional(),
  tmpfs: names.optional(),
  cap_drop: names.optional(),
  security_opt: names.optional(),
  restart: z.enum(["no", "always", "on-failure", "unless-stopped"]).optional(),
  stop_grace_period: duration.optional(),
  volumes: names.optional(),
  secrets: names.optional(),
  ports: z.array(z.string().regex(/^127\.0\.0\.1:\d+:\d+$/)).optional(),
  environment: z.record(z.string().regex(/^[A-Z][A-Za-z0-9_]+$/), z.string()).optional(),
  healthcheck: z
    .union([
      z.strictObject({ disable: z.literal(true) }),
      z.strictObject({ test: names, interval: duration, timeout: duration, retries: z.int().min(1) }),
    ])
    .optional(),
  depends_on: z
    .record(
      z.string(),
      z.strictObject({
        condition: z.enum(["service_started", "service_healthy", "service_completed_successfully"]),
      }),
    )
    .optional(),
  deploy: z.strictObject({ replicas: z.int().min(1) }).optional(),
});
const composeFile = z.strictObject({
  name: z.string(),
  "x-syndata": z.unknown(),
  services: z.record(z.string(), service),
  volumes: z.record(z.string(), z.null()),
  secrets: z.record(z.string(), z.strictObject({ file: z.string() })),
});

const compose = composeFile.parse(parse(readFileSync("compose.yaml", "utf8"), { merge: true }));
const services = Object.entries(compose.services);

test("what services name is declared", () => {
  for (const [name, { secrets = [], volumes = [], depends_on = {} }] of services) {
    for (const secret of secrets)
      expect([name, Object.keys(compose.secrets)]).toEqual([name, expect.arrayContaining([secret])]);
    for (const volume of volumes) expect(Object.keys(compose.volumes)).toContain(volume.split(":")[0]);
    for (const other of Object.keys(depends_on)) expect(Object.keys(compose.services)).toContain(other);
  }
});

test("settings are those of the program, and their files are secrets the service has", () => {
  const known = settingRows().flatMap(({ name }) => [name, `${name}_FILE`]);
  for (const name of ["server", "worker"]) {
    const { environment = {}, secrets = [] } = compose.services[name]!;
    for (const [key, value] of Object.entries(environment)) {
      expect(known).toContain(key);
      if (key.endsWith("_FILE")) expect(secrets).toContain(value.replace("/run/secrets/", ""));
    }
    expect(Object.keys(environment)).toContain("SYNDATA_QUEUE_FILE");
  }
  expect(compose.services["server"]!.command).toEqual(["serve"]);
  expect(compose.services["worker"]!.command).toEqual(["work"]);
});

test("the queue keeps jobs: no eviction, a log on disk; ours run without rights", () => {
  const queue = compose.services["valkey"]!.command!.join(" ");
  for (const option of ["--appendonly yes", "--maxmemory-policy noeviction", "--requirepass"])
    expect(queue).toContain(option);
  for (const name of ["valkey", "server", "worker"]) {
    const { read_only, cap_drop, security_opt } = compose.services[name]!;
    expect([name, read_only, cap_drop, security_opt]).toEqual([
      name,
      true,
      ["ALL"],
      ["no-new-privileges:true"],
    ]);
  }
  expect(compose.services["worker"]!.deploy!.replicas).toBe(2);
  expect(compose.services["postgres"]!.profiles).toEqual(["postgres"]);
});
