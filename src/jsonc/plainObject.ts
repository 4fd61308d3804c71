/**
 * What objects of a file inherit: no name that a key could meet by chance, but a way to be compared and shown. Without any prototype both
 * throw, in code that expects a number or a text in their place.
 */
const inherited: object = Object.freeze(
  Object.create(null, {
    [Symbol.toPrimitive]: { value: (hint: string) => (hint === "string" ? "{ }" : Number.NaN) },
  }),
);

/** Returns an empty object for keys of a file, which may be called `constructor` or `__proto__`. */
export function plainObject(): Record<string, unknown> {
  return Object.create(inherited) as Record<string, unknown>;
}
