import { expect, test } from "vitest";
import { newStatus, type StoredJob } from "../../src/service/jobs/jobRecord.ts";
import { madeFrom } from "../../src/service/madeFrom.ts";

const job = (id: string, inputs: { uploads?: string[]; models?: string[]; jobs?: string[] }): StoredJob => ({
  request: {
    id,
    tenant: "own",
    kind: "run",
    name: id,
    created: "2026-01-01T00:00:00Z",
    by: "key",
    uploads: [],
    models: [],
    rows: null,
    bodyHash: null,
    ...inputs,
  },
  status: newStatus,
  live: null,
});
const model = (id: string, from: { job?: string; upload?: string }) => ({
  id,
  name: id,
  type: "circuit",
  rows: 1,
  bytes: 1,
  created: "2026-01-01T00:00:00Z",
  job: from.job ?? null,
  upload: from.upload ?? null,
});

test("what was made from an upload is found however many steps away and in whatever order, and nothing else", () => {
  const jobs = [
    job("report of the sample", { uploads: ["other"], jobs: ["sample"] }),
    job("sample", { models: ["run"] }),
    job("run", { uploads: ["upload"] }),
    job("other run", { uploads: ["other"] }),
    job("other sample", { models: ["imported"] }),
    // a record of an earlier version says nothing of jobs
    job("old", { uploads: ["upload"] }),
  ];
  const models = [
    model("run", { job: "run" }),
    model("other run", { upload: "other" }),
    model("imported", {}),
  ];
  const made = madeFrom("upload", jobs, models);
  expect(made.jobs.map(({ request }) => request.id)).toEqual([
    "report of the sample",
    "sample",
    "run",
    "old",
  ]);
  expect(made.models.map(({ id }) => id)).toEqual(["run"]);
  expect(madeFrom("nothing", jobs, models)).toEqual({ jobs: [], models: [] });
});
