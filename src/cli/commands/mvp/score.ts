import { createInterface, type Interface } from "node:readline";
import { Command } from "commander";
import { setFeature } from "../../../product/editProduct.ts";
import { readProduct } from "../../../product/readProduct.ts";
import { riceOf, scoreText } from "../../../product/rice.ts";
import type { Feature, Product } from "../../../product/schema.ts";
import { openProduct } from "../../productFile.ts";
import { escapeControl } from "../../textTable.ts";
import { type EditFlags, fileArgument, save, today } from "./save.ts";

/** What is asked for each part of RICE, and which answers do. */
const questions = {
  reach: {
    ask: ({ reach }: Product) =>
      reach === undefined
        ? "Reach: how many in one period?"
        : `Reach: how many ${reach.unit} per ${reach.per}?`,
    fits: (x: number) => x >= 0,
    hint: "a number from 0",
  },
  impact: {
    ask: () => "Impact on one of them: 3 massive, 2 high, 1 medium, 0.5 low, 0.25 minimal?",
    fits: (x: number) => [3, 2, 1, 0.5, 0.25].includes(x),
    hint: "3, 2, 1, 0.5 or 0.25",
  },
  confidence: {
    ask: () => "Confidence in percent: 100 measured, 80 some evidence, 50 a guess?",
    fits: (x: number) => x >= 1 && x <= 100,
    hint: "a percentage from 1 to 100",
  },
  effort: {
    ask: () => "Effort in person-months of all together, at least 0.5?",
    fits: (x: number) => x >= 0.5,
    hint: "a number from 0.5",
  },
} as const;

export function scoreCommand(): Command {
  return new Command("score")
    .description("ask the four RICE questions for features without a score, one after another")
    .argument("[file]", fileArgument)
    .option("--dry-run", "print the file instead of writing it")
    .action(async (file: string | undefined, flags: EditFlags) => {
      const opened = await openProduct(file);
      const open = opened.product.features.filter(
        (feature) =>
          feature.status !== "done" && feature.status !== "dropped" && riceOf(feature).score === null,
      );
      if (open.length === 0) {
        process.stdout.write("every open feature has a score\n");
        return;
      }
      const lines = createInterface({
        input: process.stdin,
        output: process.stderr,
        terminal: process.stdin.isTTY,
      });
      const ask = asking(lines);
      process.stderr.write("An empty answer skips the feature; Ctrl+D ends and keeps what was answered.\n");
      let text = opened.text;
      let scored = 0;
      try {
        for (const { id } of open) {
          const { product } = readProduct(text, opened.path);
          const feature = product!.features.find((other) => other.id === id)!;
          const assignments = await askAll(ask, product!, feature);
          if (assignments === "end") break;
          if (assignments.length === 0) continue;
          text = setFeature(text, product!, id, { assignments, today: today() });
          scored++;
        }
      } finally {
        lines.close();
      }
      if (scored > 0) await save(opened, text, flags);
      if (!flags.dryRun)
        process.stdout.write(`${scored} ${scored === 1 ? "feature" : "features"} scored: syndata mvp show\n`);
    });
}

type Ask = (question: string) => Promise<string | null>;

/** The answers to the missing parts as `key=value`; empty: skipped. */
async function askAll(ask: Ask, product: Product, feature: Feature): Promise<string[] | "end"> {
  process.stderr.write(`\n${escapeControl(feature.title)}\n`);
  const assignments: string[] = [];
  for (const part of riceOf(feature).missing ?? []) {
    const { ask: question, fits, hint } = questions[part];
    let answer = await ask(question(product));
    while (answer !== null && answer !== "" && !fits(Number(answer.replace(/\s*%$/, ""))))
      answer = await ask(`Give ${hint}:`);
    if (answer === null) return "end";
    if (answer === "") return [];
    assignments.push(`${part}=${answer.replace(/\s*%$/, "")}`);
  }
  const rice = Object.fromEntries(assignments.map((a) => [a.split("=")[0]!, Number(a.split("=")[1])]));
  process.stderr.write(
    `RICE ${scoreText(riceOf({ rice: { ...feature.rice, ...rice } as Feature["rice"] }).score)}\n`,
  );
  return assignments;
}

/** Asks for one line after another, from a terminal or a pipe; null at the end. */
function asking(lines: Interface): Ask {
  const answers = lines[Symbol.asyncIterator]();
  return async (question) => {
    process.stderr.write(`${question} `);
    const { value, done } = await answers.next();
    return done ? null : (value as string).trim();
  };
}
