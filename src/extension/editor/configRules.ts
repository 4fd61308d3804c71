import type { CheckedRules } from "../../jobs/checkRules.ts";
import type { RulesState } from "../../protocol/editor.ts";
import type { JobHandle } from "../../protocol/worker.ts";
import type { WorkerClient } from "../../worker/client.ts";
import { reason } from "../reason.ts";

/** Typing pauses this long before the data is asked. */
const pauseMs = 250;

/** A config's source and the text its rules and columns are in. */
interface Wanted {
  /** Absolute. */
  readonly data: string;
  readonly config: string;
}

interface RuleChecks {
  checkRules(path: string, config: string): Promise<CheckedRules>;
}

/** A child process that looks for rules. */
type RuleFinder = Pick<WorkerClient, "start" | "dispose">;

/** Checks the rules of one config against its source as they change, and looks for more when asked; both in child processes. */
export class ConfigRules {
  readonly #checks: RuleChecks;
  readonly #newWorker: () => RuleFinder;
  readonly #changed: () => void;
  #state: RulesState = { finding: null, found: null, failure: null, checking: false, checks: null };
  #wanted: Wanted | undefined;
  #pause: NodeJS.Timeout | undefined;
  #search: { readonly handle: JobHandle<unknown>; readonly worker: RuleFinder } | undefined;

  /** `changed` is called at every new state. */
  constructor(checks: RuleChecks, newWorker: () => RuleFinder, changed: () => void) {
    this.#checks = checks;
    this.#newWorker = newWorker;
    this.#changed = changed;
  }

  get state(): RulesState {
    return this.#state;
  }

  /** What is to be checked now; undefined while the config has no rules, or none that can be checked. */
  want(wanted: Wanted | undefined): void {
    const before = this.#wanted;
    if (before?.data === wanted?.data && before?.config === wanted?.config) return;
    if (before?.data !== wanted?.data && wanted !== undefined && before !== undefined) this.cancel();
    this.#wanted = wanted;
    this.again();
  }

  /** Checks once more, since the file may have changed. */
  again(): void {
    clearTimeout(this.#pause);
    const wanted = this.#wanted;
    if (wanted === undefined) {
      if (this.#state.checks !== null || this.#state.checking) this.#set({ checks: null, checking: false });
      return;
    }
    this.#set({ checks: null, checking: true });
    this.#pause = setTimeout(() => void this.#check(wanted), pauseMs);
  }

  /** Looks for rules. @throws Error whose first line is for people */
  async find({ data, config }: Wanted): Promise<void> {
    this.cancel();
    const worker = this.#newWorker();
    const handle = worker.start("rules", { data, config }, ({ fraction }) => {
      if (this.#search?.handle === handle) this.#set({ finding: fraction });
    });
    this.#search = { handle, worker };
    this.#set({ finding: 0, failure: null });
    try {
      const found = await handle.result;
      if (this.#search?.handle === handle) this.#set({ found });
    } catch (error) {
      if (this.#search?.handle === handle) this.#set({ failure: reason(error) });
    } finally {
      if (this.#search?.handle === handle) {
        this.#search = undefined;
        this.#set({ finding: null });
      }
      worker.dispose();
    }
  }

  /** Stops looking for rules; what was found before stays. */
  cancel(): void {
    const search = this.#search;
    if (search === undefined) return;
    this.#search = undefined;
    search.handle.cancel();
    this.#set({ finding: null });
  }

  dispose(): void {
    clearTimeout(this.#pause);
    this.#search?.worker.dispose();
    this.#search = undefined;
    this.#wanted = undefined;
  }

  async #check(wanted: Wanted): Promise<void> {
    const checks = await this.#checks.checkRules(wanted.data, wanted.config).catch(() => null);
    // an unreadable source is said where the source is
    if (this.#wanted === wanted) this.#set({ checks, checking: false });
  }

  #set(change: Partial<RulesState>): void {
    this.#state = { ...this.#state, ...change };
    this.#changed();
  }
}
