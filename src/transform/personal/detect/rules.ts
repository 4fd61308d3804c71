import { recognizers } from "../numbers/recognizers.ts";
import { passShare } from "./columnSample.ts";
import { birthDate, phone, position, street } from "./contactRules.ts";
import { namedOnly } from "./namedOnly.ts";
import { fullName, partOfName, userName } from "./nameRules.ts";
import { checked, customerId, deviceId, paymentCard, recordId, secret } from "./numberRules.ts";
import { age, city, country, ethnicity, gender, language, personal } from "./quasiRules.ts";
import { compactShare, grammar, nameAndForm, type Rule, variedIfMany, wordLike } from "./rule.ts";

/** One rule a type; the surest verdict wins, the earlier rule at a tie. */
export const rules: readonly Rule[] = [
  grammar("email", "email", "e-mail addresses", { alone: 0.7, named: 0.3 }),
  grammar("iban", "iban", "valid IBANs", { alone: 0.7, named: 0.3 }),
  nameAndForm("iban", (sample) => compactShare(sample, /^[A-Z]{2}\d{2}[A-Z\d]{11,30}$/) >= 0.7),
  grammar("ip", "ip", "IP addresses", { alone: 0.9, named: 0.5 }),
  grammar("mac", "mac", "MAC addresses", { alone: 0.8, named: 0.5 }),
  grammar("url", "url", "URLs", { alone: 0.7, named: 0.3 }),
  nameAndForm(
    "url",
    (sample) =>
      passShare(
        sample.values,
        (text) => /^[\w.-]+\.\p{L}{2,}(?:\/\S*)?$|^[\p{L}\d]+(?:-[\p{L}\d]+){2,}$|^https?:/u.test(text),
        200,
      ) >= 0.6,
  ),
  secret,
  paymentCard,
  phone,
  checked("nationalId"),
  checked("taxId"),
  checked("passport"),
  checked("healthId"),
  fullName,
  partOfName("firstName", "first"),
  partOfName("lastName", "last"),
  userName,
  street,
  nameAndForm(
    "houseNumber",
    (sample) => passShare(sample.values, (text) => /^\d{1,5} ?[a-z]?(?:[-/]\d+)?$/i.test(text), 200) >= 0.8,
    0.9,
  ),
  nameAndForm(
    "licensePlate",
    (sample) =>
      variedIfMany(sample) &&
      passShare(
        sample.values,
        (text) => /^[A-ZÄÖÜ\d][A-ZÄÖÜ\d -]{3,10}$/i.test(text) && /\d/.test(text),
        200,
      ) >= 0.7,
  ),
  deviceId,
  customerId,
  birthDate,
  position,
  nameAndForm(
    "postcode",
    (sample) =>
      passShare(sample.values, (text) => recognizers.postcode(text.replace(/\.0$/, "")), 200) >= 0.6,
    0.6,
  ),
  age,
  gender,
  ethnicity,
  nameAndForm("religion", (sample) => sample.values.length <= 60 && wordLike(sample)),
  personal(nameAndForm("occupation", (sample) => wordLike(sample), 0.9)),
  language,
  city,
  nameAndForm(
    "region",
    (sample) =>
      sample.kind === "string" && passShare(sample.values, (text) => /\p{L}{2}/u.test(text), 200) >= 0.7,
    0.9,
  ),
  country,
  grammar("bic", "bic", "BICs", { alone: 2, named: 0.7 }),
  nameAndForm("organization", (sample) => sample.kind === "string" && wordLike(sample), 0.9),
  recordId,
  ...(["email", "iban", "paymentCard", "phone", "ip", "mac"] as const).map(namedOnly),
];
