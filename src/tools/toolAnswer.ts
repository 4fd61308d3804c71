/** What a tool returns: a text for the model, and the same as data of the form its `output` says. */
export interface ToolAnswer {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}
