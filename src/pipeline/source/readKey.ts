import { readFileSync } from "node:fs";
import { resolve } from "node:path";

/** Bytes a key has at least. */
const minKeyBytes = 16;

/**
 * The secret at `env:NAME` or `file:PATH` (relative to `folder`), a line end at its end left out, or what is wrong with it: a sentence
 * that names the place and never what stands there.
 */
export function readKey(place: string, folder: string): Buffer | string {
  const name = place.slice(place.indexOf(":") + 1);
  const isVariable = place.startsWith("env:");
  const where = isVariable ? `the environment variable ${name}` : `the file ${name}`;
  const content = isVariable ? variable(name) : fileContent(resolve(folder, name));
  if (content === undefined || content.length === 0)
    return `${where} is not there or empty; put a secret of ${minKeyBytes} bytes or more into it`;
  if (content.length < minKeyBytes)
    return `${where} holds ${content.length === 1 ? "1 byte" : `${content.length} bytes`}; a key has ${minKeyBytes} or more, at random`;
  return content;
}

function variable(name: string): Buffer | undefined {
  const value = process.env[name];
  return value === undefined ? undefined : Buffer.from(value, "utf8");
}

function fileContent(path: string): Buffer | undefined {
  try {
    const content = readFileSync(path);
    const end = content.at(-1) === 10 ? (content.at(-2) === 13 ? 2 : 1) : 0;
    return content.subarray(0, content.length - end);
  } catch {
    return undefined;
  }
}
