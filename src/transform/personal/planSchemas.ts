import { z } from "zod";
import { type PersonalType, personalTypes } from "../../config/personal/personalTypes.ts";
import { type EntityPlan, entitySchema } from "../entities/entityPlan.ts";
import { localForms } from "./invent/localParts.ts";
import type { MadePlan } from "./invent/makers.ts";
import { type Language, languages } from "./lists/nameLists.ts";
import type { PeoplePlan } from "./peoplePlan.ts";

/** What a model file may say of invented columns. */
const language = z.enum(languages as [Language, ...Language[]]);
const text = z.string().max(1000);
const share = z.number().min(0).max(1);

export const personalTypeSchema = z.enum(Object.keys(personalTypes) as [PersonalType, ...PersonalType[]]);

export const madeSchema: z.ZodType<MadePlan> = z.discriminatedUnion("by", [
  z.strictObject({
    by: z.literal("name"),
    form: z.strictObject({
      order: z.enum(["firstLast", "lastFirst", "first", "last"]),
      separator: text,
      letters: z.enum(["title", "upper", "lower"]),
    }),
  }),
  z.strictObject({
    by: z.literal("local"),
    local: z.strictObject({
      forms: z.array(z.strictObject({ form: z.enum(localForms), share })),
      digits: share,
      upper: z.boolean(),
      domains: z.array(text),
    }),
  }),
  z.strictObject({
    by: z.literal("address"),
    address: z.strictObject({
      language,
      order: z.enum(["numberFirst", "numberLast", "streetOnly"]),
      firstNumber: z.int().min(0),
    }),
  }),
  z.strictObject({
    by: z.literal("network"),
    network: z.strictObject({
      kind: z.enum(["ip4", "ip6", "mac"]),
      prefix: text,
      parts: z.int().min(1).max(8),
      separator: text,
      upper: z.boolean(),
    }),
  }),
  z.strictObject({ by: z.literal("houseNumber") }),
  z.strictObject({
    by: z.literal("forms"),
    forms: z.strictObject({
      forms: z
        .array(
          z.strictObject({
            form: text,
            weight: z.number().gt(0),
            first: z.number().min(0),
            size: z.number().min(1),
          }),
        )
        .min(1),
      check: text.nullable(),
      byCountry: z.record(z.string(), z.array(z.number().min(0))).exactOptional(),
      byCity: z.record(z.string(), z.array(z.number().min(0))).exactOptional(),
    }),
  }),
]);

/** A plan of people as a model file holds it: older files hold the one entity that they knew, persons, with the people. */
export const savedPeopleSchema: z.ZodType<PeoplePlan & { readonly entity?: EntityPlan | null }> =
  z.strictObject({
    entity: entitySchema.nullable().exactOptional(),
    country: z.string().exactOptional(),
    city: z.string().exactOptional(),
    groups: z.array(
      z.strictObject({
        columns: z.array(z.string()),
        gender: z.string().nullable(),
        country: z.string().nullable(),
        birthDate: z.string().exactOptional(),
        names: z.strictObject({
          language,
          byCountry: z.record(z.string(), language),
          doubled: z.boolean(),
          eras: z.literal(true).exactOptional(),
        }),
      }),
    ),
  });
