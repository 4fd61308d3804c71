/** Writes the names, streets and cities of `src/transform/personal/lists/` from `@faker-js/faker` (MIT). */
import { writeFileSync } from "node:fs";
import { allLocales, Faker } from "@faker-js/faker";

const locales = {
  en: ["en_US", "en_GB", "en"],
  de: ["de"],
  fr: ["fr"],
  es: ["es"],
  it: ["it"],
  pt: ["pt_PT", "pt_BR"],
  nl: ["nl"],
  pl: ["pl"],
} as const;

const most = { names: 700, lastNames: 1500, streets: 250, cities: 400 };

for (const [language, sources] of Object.entries(locales)) {
  const definitions = sources.map((source) => allLocales[source]);
  const faker = new Faker({ locale: [...definitions, allLocales.base], seed: 1 });
  const people = definitions.map((one) => one.person);
  const streets = new Set<string>();
  for (let i = 0; i < 4000 && streets.size < most.streets; i++) streets.add(faker.location.street());
  const lists = {
    female: thinned(
      people.flatMap((one) => one?.first_name?.female ?? []),
      most.names,
    ),
    male: thinned(
      people.flatMap((one) => one?.first_name?.male ?? []),
      most.names,
    ),
    last: thinned(
      people.flatMap((one) => one?.last_name?.generic ?? []),
      most.lastNames,
    ),
    streets: [...streets],
    cities: thinned(
      definitions.flatMap((one) => one.location?.city_name ?? []),
      most.cities,
    ),
  };
  const lines = Object.entries(lists).map(
    ([key, values]) => `  ${key}: ${JSON.stringify(values.join("|"))},`,
  );
  writeFileSync(
    `src/transform/personal/lists/${language}.generated.ts`,
    `// Written by scripts/writePersonalLists.ts from @faker-js/faker (MIT).\nexport const ${language}Lists = {\n${lines.join("\n")}\n} as const;\n`,
  );
}

/** Distinct entries without separators, evenly thinned to `size`. */
function thinned(values: readonly string[], size: number): string[] {
  const all = [...new Set(values.map((value) => value.trim()))].filter((value) =>
    /^[\p{L}' .-]+$/u.test(value),
  );
  if (all.length <= size) return all;
  return Array.from({ length: size }, (_, i) => all[Math.floor((i * all.length) / size)]!);
}
