import { recognizers } from "../numbers/recognizers.ts";
import { idAtStart, idsBehindWords, isNationalId, writtenIds } from "./idsInText.ts";

export type TextIdentifier =
  | "email"
  | "iban"
  | "paymentCard"
  | "ip"
  | "mac"
  | "url"
  | "secret"
  | "nationalId"
  | "phone";

export interface Span {
  readonly type: TextIdentifier;
  readonly start: number;
  readonly end: number;
}

/** Candidates by form; the recognizer of the type decides. Earlier types win where spans overlap. */
const candidates: readonly { readonly type: TextIdentifier; readonly form: RegExp }[] = [
  { type: "url", form: /\b(?:https?:\/\/|ftp:\/\/|www\.)[^\s<>"'`]+/gi },
  { type: "email", form: /[\p{L}\d.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\d-]+(?:\.[\p{L}\d-]+)+/gu },
  {
    type: "secret",
    form: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----)?|(?<![\w-])(?:[sprk]k_(?:live|test)_|AKIA|ASIA|gh[pousr]_|xox[abprs]-|AIza|eyJ|glpat-|\$2[aby]\$)[\w.$/-]{10,}/g,
  },
  { type: "mac", form: /(?<![\w:.-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])/gi },
  { type: "iban", form: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,4})?\b/g },
  { type: "paymentCard", form: /(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])/g },
  {
    type: "ip",
    form: /(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.]*\d)|(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi,
  },
  // written as only such numbers are, or behind a word that says so
  { type: "nationalId", form: writtenIds },
  { type: "nationalId", form: idsBehindWords },
  {
    type: "phone",
    form: /(?<![\w.]|[\da-f]{4}-)(?:\+|00)[1-9](?:[\s().\-/]{0,2}\d){6,14}(?!\w)|(?<![\w.]|[\da-f]{4}-)\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4}(?!\w)|(?<![\w.]|[\da-f]{4}-)\(?0\d{2,5}\)?[ /-]\d[\d /-]{4,11}\d(?!\w)/gi,
  },
];

const uuid = /(?<![\da-f])[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}(?![\da-f])/gi;
const uuidLength = 36;
const mayHoldUuid: ReadonlySet<TextIdentifier> = new Set(["url", "email", "secret"]);

/** Identifiers with grammar or checksum inside a text, in order, without overlaps. Names are not looked for. */
export function findIdentifiers(text: string): Span[] {
  const spans: Span[] = [];
  const uuids = [...text.matchAll(uuid)].map(({ index }) => index);
  for (const { type, form } of candidates)
    for (const match of text.matchAll(form)) {
      const found = trimmed(type, match[0]);
      const start = match.index;
      const end = start + found.length;
      if (
        !(type === "nationalId" ? isNationalId(found) : recognizers[type](found)) ||
        (type === "ip" && isVersion(text, start, found))
      )
        continue;
      // digits of a UUID pass a checksum by chance
      if (!mayHoldUuid.has(type) && uuids.some((at) => at < end && start < at + uuidLength)) continue;
      if (spans.some((span) => span.start < end && start < span.end)) continue;
      spans.push({ type, start, end });
    }
  return spans.sort((a, b) => a.start - b.start);
}

/**
 * Whether four numbers with dots are the version of what stands before them: `v1.2.3.4`, `version 10.0.0.1`, `Chrome/120.0.0.0`.
 * After a slash only those that end in 0, as no computer's address does.
 */
function isVersion(text: string, start: number, found: string): boolean {
  const before = text.slice(Math.max(0, start - 12), start);
  if (/(?:\bv(?:er(?:sion|s)?)?\.?[ :=]?|\b(?:release|build) )$/iu.test(before)) return true;
  return found.endsWith(".0") && /[\p{L}\d)]\/$/u.test(before);
}

/** Without the punctuation of the sentence around it. */
function trimmed(type: TextIdentifier, text: string): string {
  if (type === "secret") return text.replace(/[.]+$/, "");
  const bare = text.replace(/[.,;:!?)\]}'"-]+$/u, "");
  if (type === "nationalId") return idAtStart(bare);
  if (type !== "iban") return bare;
  for (let end = bare.length; end > 14; end--)
    if (recognizers.iban(bare.slice(0, end))) return bare.slice(0, end).trimEnd();
  return bare;
}

/** How many of the texts hold an identifier, and of which types. */
export function identifiersInText(texts: readonly string[]): { texts: number; types: TextIdentifier[] } {
  const types = new Set<TextIdentifier>();
  let count = 0;
  for (const text of texts.slice(0, 300)) {
    const spans = findIdentifiers(text).filter(({ type }) => type !== "url");
    if (spans.length > 0) count++;
    for (const { type } of spans) types.add(type);
  }
  return { texts: count, types: [...types].sort() };
}
