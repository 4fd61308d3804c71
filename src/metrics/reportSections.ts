/** Parts of a report that a config may leave out, and what each answers. */
export const reportSections = {
  fidelity: "Do single columns, pairs and whole rows look alike?",
  utility: "Does a model trained on the synthetic rows work on real ones?",
  privacy: "Does anything reveal a real person?",
} as const;

export type ReportSection = keyof typeof reportSections;
