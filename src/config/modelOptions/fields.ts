import "../jitless.ts";
import { z } from "zod";

/** A whole number in [min, max] with a default. `description` is what a person reads on hover. */
export function whole(min: number, max: number, fallback: number, description: string) {
  return z.int().min(min).max(max).default(fallback).meta({ description });
}

/** A number in [min, max] with a default. */
export function real(min: number, max: number, fallback: number, description: string) {
  return z.number().min(min).max(max).default(fallback).meta({ description });
}

export function flag(fallback: boolean, description: string) {
  return z.boolean().default(fallback).meta({ description });
}

/** Sizes of hidden layers, first to last. */
export function layers(fallback: number[], description: string) {
  return z.array(z.int().min(1).max(8192)).min(1).max(8).default(fallback).meta({ description });
}

/** `"auto"` (the model decides from the data) or a whole number in [min, max]. */
export function autoOrWhole(min: number, max: number, description: string) {
  return z
    .union([z.literal("auto"), z.int().min(min).max(max)])
    .default("auto")
    .meta({ description });
}

/** `"auto"` or a number in [min, max]. */
export function autoOrReal(min: number, max: number, description: string) {
  return z
    .union([z.literal("auto"), z.number().min(min).max(max)])
    .default("auto")
    .meta({ description });
}

/** One of a few words, each with its meaning. */
export function choice<const Meanings extends Readonly<Record<string, string>>>(
  meanings: Meanings,
  fallback: keyof Meanings & string,
  description: string,
) {
  type Word = keyof Meanings & string;
  const words = Object.keys(meanings) as [Word, ...Word[]];
  return z
    .enum(words)
    .default(fallback as never)
    .meta({ description, enumDescriptions: Object.values(meanings) });
}
