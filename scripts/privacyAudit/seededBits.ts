import { Random } from "../../src/numerics/random.ts";
import { SecretBits } from "../../src/privacy/secretBits.ts";

/** The same bits in every run: for tests and audits only. */
export function seededBits(seed: number): SecretBits {
  const random = new Random(seed).fork("test bits");
  return new SecretBits((words) => random.fillWords(words));
}
