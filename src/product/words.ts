/** MoSCoW groups in their order (DSDM Agile Project Framework, chapter 10). */
export const moscowGroups = ["must", "should", "could", "wont"] as const;
export type Moscow = (typeof moscowGroups)[number];

export const statuses = ["idea", "todo", "doing", "done", "dropped"] as const;
export type Status = (typeof statuses)[number];

/** Impact on one person, on the scale of the original article (McBride, Intercom 2016). */
export const impacts = [3, 2, 1, 0.5, 0.25] as const;
