import type { NextStep } from "./sharing.ts";

/** One plain sentence on what it means and what to do when it is bad. */
export interface Explained {
  readonly status: "good" | "watch" | "bad";
  readonly meaning: string;
}

export interface Metric {
  readonly value: number | null;
  readonly ceiling: number | null;
  /** 95 % interval, where there is one. */
  readonly interval?: readonly [number, number];
  readonly note?: string;
}

export interface Interval {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/** A metric that explains itself. */
export interface Measured extends Metric {
  readonly status?: Explained["status"];
  /** One plain sentence on what it means and what to do when it is bad. */
  readonly meaning?: string;
  /** The column, rule or file it is about, where it is one. */
  readonly about?: string;
  /** Changes of the config that help where the status is not good. */
  readonly steps?: readonly NextStep[];
  /** The same for each column, rule or file, worst first. */
  readonly parts?: readonly {
    readonly name: string;
    readonly value: number | null;
    readonly status?: Explained["status"];
    readonly note?: string;
  }[];
}
