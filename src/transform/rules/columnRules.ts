import { counterRule } from "../entities/counter.ts";
import type { ColumnRule } from "./columnRule.ts";
import { ageRule } from "./dates/age.ts";
import { datePartRule } from "./dates/datePart.ts";
import { momentRule } from "./dates/moment.ts";
import { determinedRule } from "./determined.ts";
import { elapsedRule } from "./elapsed.ts";
import { headedRule } from "./ids/headed.ts";
import { referenceRule } from "./ids/reference.ts";
import { nearRule } from "./near/nearRule.ts";
import { quotientRule } from "./quotient.ts";
import { repeatedPartsRule } from "./repeatedParts.ts";

/** Every rule, in the order in which they claim columns. */
export const columnRules: readonly ColumnRule[] = [
  referenceRule,
  headedRule,
  counterRule,
  datePartRule,
  ageRule,
  momentRule,
  determinedRule,
  quotientRule,
  nearRule,
  elapsedRule,
  repeatedPartsRule,
];
