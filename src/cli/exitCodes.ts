/** 0 done · 1 failed · 2 bad usage, config or data · 3 a gate failed · 130 cancelled */
export const exitCodes = { done: 0, failed: 1, usage: 2, gate: 3, cancelled: 130 } as const;
