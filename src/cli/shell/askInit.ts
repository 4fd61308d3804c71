import { createInterface, type Interface } from "node:readline/promises";
import { type ModelType, recommendedModel } from "../../config/modelOptions/model.ts";
import { modelTypes } from "../../config/modelOptions/modelLabels.ts";
import { suggestTarget } from "../../config/suggestTarget.ts";
import { nearest } from "../../jsonc/nearest.ts";
import { counted } from "../../language/counts.ts";
import type { TableProfile } from "../../table/profile/tableProfile.ts";

export interface InitAnswers {
  readonly target?: string;
  readonly model: ModelType;
  readonly rows: number;
}

/** Asks what a config needs to know; an empty answer takes what stands in brackets. Questions go to standard error. */
export async function askInit(profile: TableProfile): Promise<InitAnswers> {
  const lines = createInterface({
    input: process.stdin,
    output: process.stderr,
    terminal: process.stdin.isTTY === true,
  });
  const asker = new Asker(lines);
  try {
    process.stderr.write(
      `${counted(profile.rows, "row")} × ${counted(profile.columns.length, "column")}: ${profile.columns.map(({ name, sdtype }) => `${name} (${sdtype})`).join(", ")}\n`,
    );
    const guess = suggestTarget(profile);
    const names = profile.columns.map(({ name }) => name);
    const target =
      guess === undefined
        ? undefined
        : await asker.ask("Column that the report predicts", guess, (text) => oneOf(text, names, "column"));
    const model = await asker.ask(`Model: ${modelTypes.join(", ")}`, recommendedModel, (text) =>
      oneOf(text, modelTypes, "model"),
    );
    const rows = await asker.ask("Rows to generate", String(Math.max(1, profile.rows)), (text) => {
      const count = Number(text.replace(/[_,]/g, ""));
      return Number.isSafeInteger(count) && count > 0
        ? String(count)
        : new Error("a whole number of at least 1");
    });
    return { ...(target !== undefined && { target }), model: model as ModelType, rows: Number(rows) };
  } finally {
    lines.close();
  }
}

/** Asks again until the answer can be used; the end of the input takes what is proposed. */
class Asker {
  readonly #lines: AsyncIterator<string>;

  constructor(lines: Interface) {
    this.#lines = lines[Symbol.asyncIterator]();
  }

  async ask(question: string, proposed: string, check: (text: string) => string | Error): Promise<string> {
    for (;;) {
      process.stderr.write(`${question} [${proposed}]: `);
      const { done, value } = await this.#lines.next();
      if (done) process.stderr.write("\n");
      const checked = check(done || value.trim() === "" ? proposed : value.trim());
      if (typeof checked === "string") return checked;
      process.stderr.write(`  ${checked.message}\n`);
    }
  }
}

function oneOf(text: string, names: readonly string[], what: string): string | Error {
  if (names.includes(text)) return text;
  const guess = nearest(text, names);
  return new Error(`there is no ${what} ${text}${guess === undefined ? "" : `; did you mean ${guess}?`}`);
}
