import "../jitless.ts";
import { z } from "zod";
import { argnOptions } from "./argn.ts";
import { autoOptions } from "./auto.ts";
import { circuitOptions } from "./circuit.ts";
import { copulaGanOptions } from "./copulaGan.ts";
import { ctganOptions } from "./ctgan.ts";
import { gaussianCopulaOptions } from "./gaussianCopula.ts";
import { independentOptions } from "./independent.ts";
import { tvaeOptions } from "./tvae.ts";

/** Every model by its `type`; a new model is one file beside these and one line here. */
export const modelSchemas = {
  circuit: circuitOptions,
  ctgan: ctganOptions,
  tvae: tvaeOptions,
  copulaGan: copulaGanOptions,
  gaussianCopula: gaussianCopulaOptions,
  argn: argnOptions,
  independent: independentOptions,
  auto: autoOptions,
} as const;

export type ModelType = keyof typeof modelSchemas;
export type ModelOptions = z.output<typeof modelSchema>;

/** What `init` writes and a config without `model` means. */
export const recommendedModel: ModelType = "circuit";

type ModelSchema = (typeof modelSchemas)[ModelType];

export const modelSchema = z
  .discriminatedUnion("type", Object.values(modelSchemas) as [ModelSchema, ...ModelSchema[]])
  .meta({ description: "The model and its options, under the names of its paper in camelCase." });
