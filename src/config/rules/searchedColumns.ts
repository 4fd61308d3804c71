/** Columns of a table among which all rules are searched: the work grows with their square and more. Wider ones are searched by neighbors. */
export const maxTogether = 200;
