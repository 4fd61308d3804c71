import type { ConfigDocument, RulesState } from "../../src/protocol/editor.ts";
import type { CheckedRule, FoundRuleText } from "../../src/protocol/rules.ts";
import { ask } from "../api.ts";

/** Milliseconds that typing pauses before the server is asked. */
const pauseMs = 400;

/** Asks the server for the rules of one upload: which there are, and whether those of the config hold. */
export class EditorRules {
  readonly #upload: string;
  readonly #show: (rules: RulesState) => void;
  #state: RulesState = { finding: null, found: null, failure: null, checking: false, checks: null };
  #checked: string | undefined;
  #check = new AbortController();
  #search = new AbortController();

  /** `show` is called with every new state. */
  constructor(upload: string, show: (rules: RulesState) => void) {
    this.#upload = upload;
    this.#show = show;
  }

  /** Shows the state as it is, to a frame that has just been loaded. */
  showAgain(): void {
    this.#show(this.#state);
  }

  /** Checks the rules of the config, where they or what it says of the columns have changed. */
  see({ value }: ConfigDocument, text: string): void {
    const { rules, columns, source } = value as Readonly<Record<string, unknown>>;
    const asked = JSON.stringify({ rules, columns, source });
    if (asked === this.#checked) return;
    this.#checked = asked;
    this.#check.abort();
    this.#check = new AbortController();
    if (!Array.isArray(rules) || rules.length === 0) this.#set({ checks: null, checking: false });
    else void this.#compare(text, this.#check.signal);
  }

  /** Looks for rules; resolves when the search has ended. */
  async find(text: string): Promise<void> {
    this.stop();
    const { signal } = this.#search;
    this.#set({ finding: 0, failure: null });
    try {
      const address = `/v1/uploads/${this.#upload}/rules`;
      const { found } = await ask<{ readonly found: FoundRuleText[] }>(
        address,
        "POST",
        { config: text },
        signal,
      );
      if (!signal.aborted) this.#set({ found, finding: null });
    } catch (error) {
      if (!signal.aborted) this.#set({ failure: reasonOf(error), finding: null });
    }
  }

  /** Ends the search; what was found before stays. */
  stop(): void {
    this.#search.abort();
    this.#search = new AbortController();
    if (this.#state.finding !== null) this.#set({ finding: null });
  }

  close(): void {
    this.#check.abort();
    this.#search.abort();
  }

  async #compare(text: string, signal: AbortSignal): Promise<void> {
    this.#set({ checks: null, checking: true });
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    if (signal.aborted) return;
    const address = `/v1/uploads/${this.#upload}/rules/check`;
    const checks = await ask<{ readonly checks: (CheckedRule | null)[] }>(
      address,
      "POST",
      { config: text },
      signal,
    ).then(
      (answer) => answer.checks,
      () => null,
    );
    if (!signal.aborted) this.#set({ checks, checking: false });
  }

  #set(change: Partial<RulesState>): void {
    this.#state = { ...this.#state, ...change };
    this.#show(this.#state);
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
