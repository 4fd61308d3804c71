/** First cells of a text file, cut for a look at them. */
export interface SampleCell {
  readonly text: string;
  readonly quoted: boolean;
}

export interface SampleRecord {
  readonly cells: readonly SampleCell[];
  /** 1-based line where it starts. */
  readonly line: number;
}

export function isBlank({ cells }: SampleRecord): boolean {
  return cells.length === 1 && cells[0]!.text.trim() === "" && !cells[0]!.quoted;
}

export function isComment({ cells }: SampleRecord): boolean {
  return !cells[0]!.quoted && cells[0]!.text.startsWith("#");
}
