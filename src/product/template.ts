/** Text of a new `*.mvp.json`: four phases, one example feature, comments that say what each part is for. */
export function newProduct(name: string, today: string): string {
  return `// What to build, in which order, and when a phase is finished. Scores are computed, never stored: syndata mvp show
{
  "version": 1,
  "product": ${JSON.stringify(name)},
  // One unit of reach for the whole file; scores could not be compared otherwise.
  "reach": { "unit": "customers", "per": "quarter" },
  // Synthetic data sets that features and phases need: { "id": "visits", "config": "data/visits.synth.json", "for": "demo" }
  "data": [],
  "phases": [
    { "id": "discovery", "title": "Discovery" },
    {
      "id": "mvp",
      "title": "MVP",
      // A phase ends when its criteria hold: a measure of this file, a gate of a data set's report, or a text with a day in "done".
      "exit": [
        { "id": "musts", "measure": "mustsDone", "min": 1 },
      ],
    },
    { "id": "beta", "title": "Beta" },
    { "id": "launch", "title": "Launch" },
  ],
  // Who it is for. A persona without evidence is shown as assumed.
  "personas": [],
  // moscow: must, should, could or wont (this time). rice: reach × impact (3, 2, 1, 0.5, 0.25) × confidence (percent) ÷ effort (person-months).
  "features": [
    {
      "id": "first-feature",
      "title": "The first feature",
      "moscow": "must",
      "phase": "mvp",
      "status": "idea",
      "rice": { "reach": 100, "impact": 1, "confidence": 50, "effort": 1 },
      "added": ${JSON.stringify(today)},
    },
  ],
}
`;
}
