import type { z } from "zod";

/**
 * Returns the schema as it is. It compiles only where the schema lets every `T` through, each of its keys named: a key added
 * to the type and forgotten in a strict schema would make files that cannot be read again.
 */
export function covers<T>() {
  return <S extends z.ZodType<T>>(
    schema: S &
      ([keyof T] extends [keyof z.output<S>] ? ([T] extends [z.output<S>] ? unknown : never) : never),
  ): S => schema;
}
