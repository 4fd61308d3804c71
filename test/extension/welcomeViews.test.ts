import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const read = (file: string) => JSON.parse(readFileSync(file, "utf8"));
const { viewsWelcome, commands } = read("package.json").contributes as {
  viewsWelcome: { view: string; contents: string; when: string }[];
  commands: { command: string }[];
};

it.each(["package.nls.json", "package.nls.de.json"])(
  "empty views speak plain text and known commands: %s",
  (file) => {
    const texts = read(file) as Record<string, string>;
    const known = new Set(commands.map(({ command }) => command));
    for (const { contents } of viewsWelcome) {
      const text = texts[contents.replaceAll("%", "")]!;
      // a welcome view shows the signs of emphasis as they are
      expect(text).not.toMatch(/[*_`]/);
      const called = [...text.matchAll(/\]\(command:([\w.]+)\)/g)].map(([, command]) => command!);
      expect(called.length).toBeGreaterThan(0);
      for (const command of called) expect(known.has(command) || !command.startsWith("syndata.")).toBe(true);
    }
  },
);

it("says that a view is empty only once it has been read", () => {
  const empty = viewsWelcome.filter(({ contents }) => /welcome\.(configs|runs)%/.test(contents));
  expect(empty).toHaveLength(2);
  for (const { when } of empty) expect(when).toMatch(/syndata\.(configs|runs)Read$/);
});
