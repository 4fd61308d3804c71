import type { Privacy } from "../../protocol/report.ts";
import type { QualityInput } from "../input.ts";
import { attributeInference } from "./attacks/attributeInference.ts";
import { linkability } from "./attacks/linkability.ts";
import { membershipInference } from "./attacks/membershipInference.ts";
import { singlingOut } from "./attacks/singlingOut.ts";
import { closestRecords } from "./closestRecords.ts";
import { disclosureProtection } from "./disclosureProtection.ts";
import { exactCopies } from "./exactCopies.ts";
import { kAnonymity } from "./kAnonymity.ts";
import { PrivacyData } from "./privacyData.ts";
import { rareCategories } from "./rareCategories.ts";

/**
 * The privacy section of the report. Ids and free text are not compared. Parts that need a holdout are null without one. What
 * each part means and how it is computed: `docs/privacy.md`. The same input and seed give the same numbers.
 *
 * @throws the signal's reason once aborted
 */
export async function assessPrivacy(input: QualityInput): Promise<Privacy> {
  const data = new PrivacyData(input);
  const part = (from: number, to: number) => (fraction: number) =>
    input.progress(from + (to - from) * fraction);

  input.signal.throwIfAborted();
  input.progress(0);
  const copies = exactCopies(data);
  await data.breathe();
  const rare = rareCategories(data);
  const anonymity = kAnonymity(data);
  await data.breathe();
  const disclosure = disclosureProtection(data);
  await data.breathe();
  const closest = await closestRecords(data, part(0.05, 0.6));
  const membership = await membershipInference(data, part(0.6, 0.7));
  const singled = await singlingOut(data, part(0.7, 0.8));
  const linked = await linkability(data, part(0.8, 0.85));
  const inferred = await attributeInference(data, part(0.85, 1));
  input.progress(1);
  return {
    exactCopies: copies,
    ...closest,
    membershipInference: membership,
    singlingOut: singled,
    linkability: linked,
    attributeInference: inferred,
    disclosureProtection: disclosure,
    rareCategories: rare,
    kAnonymity: anonymity,
  };
}
