import { z } from "zod";
import { UserError } from "../../table/userError.ts";
import type { Product } from "../schema.ts";
import { type Draft, detailsText, readDetails, withoutEmpty } from "./details.ts";
import { moscowOf, statusOf } from "./words.ts";

const issueSchema = z.object({
  number: z.int().optional(),
  title: z.string(),
  body: z.string().nullish(),
  labels: z.array(z.object({ name: z.string() })).default([]),
  state: z.string().default("OPEN"),
  milestone: z.object({ title: z.string() }).nullish(),
  createdAt: z.string().nullish(),
  closedAt: z.string().nullish(),
});

/**
 * Writes features as issues, in the form of `gh issue list --json number,title,body,labels,state,milestone,createdAt,closedAt`.
 * What an issue has no field for stands in a comment at the end of its body.
 */
export function githubJson({ features }: Product): string {
  const issues = features.map((feature) => ({
    title: feature.title,
    body: `${feature.why ?? ""}${marked(detailsText(feature))}`,
    labels: [feature.moscow, feature.status].flatMap((name) => (name === undefined ? [] : [{ name }])),
    state: feature.status === "done" || feature.status === "dropped" ? "CLOSED" : "OPEN",
    milestone: feature.phase === undefined ? null : { title: feature.phase },
    createdAt: feature.added ?? null,
    closedAt: feature.done ?? null,
  }));
  return `${JSON.stringify(issues, null, 2)}\n`;
}

/** Reads features from the JSON of `gh issue list`. @throws UserError naming the entry that is no issue */
export function featuresOfGithub(text: string, file: string): Draft[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = z.array(issueSchema).safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new UserError(
      `${file}: ${issue!.path.join(".") || "the file"} ${issue!.message}; expected the output of gh issue list --json number,title,body,labels,state,milestone,createdAt,closedAt`,
    );
  }
  return parsed.data.map((issue) => {
    const names = issue.labels.map(({ name }) => name);
    const { why, details } = unmarked(issue.body ?? "");
    const status = names.map(statusOf).find((word) => word !== undefined);
    return withoutEmpty({
      title: issue.title,
      moscow: names.map(moscowOf).find((group) => group !== undefined),
      phase: issue.milestone?.title,
      status: status ?? (issue.state.toUpperCase() === "CLOSED" ? "done" : undefined),
      why,
      added: issue.createdAt?.slice(0, 10),
      ...(issue.state.toUpperCase() === "CLOSED" && status !== "dropped"
        ? { done: issue.closedAt?.slice(0, 10) }
        : {}),
      ...readDetails(details),
    });
  });
}

const mark = "<!-- syndata: ";

function marked(details: string): string {
  // `-->` would end the comment.
  return `\n\n${mark}${details.replaceAll("-->", "--\\u003e")} -->`;
}

function unmarked(body: string): { why: string; details: string } {
  const at = body.lastIndexOf(mark);
  const end = body.indexOf(" -->", at);
  if (at === -1 || end === -1) return { why: body.replaceAll("\r\n", "\n").trim(), details: "" };
  return { why: body.slice(0, at).trim(), details: body.slice(at + mark.length, end) };
}
