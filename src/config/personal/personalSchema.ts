import "../jitless.ts";
import { z } from "zod";
import { personalTypes, replacements } from "./personalTypes.ts";

const types = Object.keys(personalTypes) as (keyof typeof personalTypes)[];
const titles = Object.values(personalTypes).map(({ title, exposure }) => `${capital(title)} (${exposure}).`);

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What a column's entry may say of personal data. */
export const personalFields = {
  personal: z
    .enum(["none", ...types])
    .optional()
    .meta({
      description:
        "The kind of personal data in the column; detected when left out. Direct ones are never fitted and never copied, unless `replace` is `keep`.",
      enumDescriptions: ["Nothing, whatever it looks like.", ...titles],
    }),
  replace: z
    .enum(Object.keys(replacements) as (keyof typeof replacements)[])
    .optional()
    .meta({
      description: "What happens to the values of a personal column; `invent` when it is direct.",
      enumDescriptions: Object.values(replacements),
    }),
  key: z
    .string()
    .regex(
      /^(?:env:[A-Za-z_]\w*|file:.+)$/,
      "must be env:NAME or file:PATH: a key is never written into a config",
    )
    .optional()
    .meta({
      description:
        "Where the secret key of `pseudonym` is: an environment variable or a file relative to the config, of 16 bytes or more.",
      examples: ["env:SYNDATA_KEY", "file:pseudonyms.key"],
    }),
};

const roles = [
  "fullName",
  "firstName",
  "lastName",
  "email",
  "userName",
  "gender",
  "birthDate",
  "country",
] as const;

export const peopleSchema = z
  .array(
    z.strictObject(
      Object.fromEntries(roles.map((role) => [role, z.string().min(1).optional()])) as Record<
        (typeof roles)[number],
        z.ZodOptional<z.ZodString>
      >,
    ),
  )
  .optional()
  .meta({
    description:
      "Columns that describe the same person: their names, addresses and genders will agree. Detected by the names of the columns when left out.",
    examples: [[{ firstName: "first", lastName: "last", email: "mail", gender: "sex" }]],
  });

const locales = ["en", "de", "fr", "es", "it", "pt", "nl", "pl"] as const;

export const localeSchema = z
  .string()
  .regex(
    new RegExp(`^(?:${locales.join("|")})(?:[-_][A-Za-z]{2})?$`),
    `there are no names of this locale; there are ${locales.join(", ")}, each with or without a country (de_AT)`,
  )
  .optional()
  .meta({
    description:
      "Language of invented names and addresses; detected from names, phone numbers and IBANs when left out.",
    examples: ["de", "en_GB"],
  });
