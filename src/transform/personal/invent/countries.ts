import { plain } from "../lists/gazetteer.ts";
import { type Language, languages } from "../lists/nameLists.ts";

/** Countries in which most names are those of a language. */
const countriesOf: Readonly<Record<Language, string>> = {
  en: "US GB IE CA AU NZ ZA",
  de: "DE AT CH LI",
  fr: "FR LU MC",
  es: "ES MX AR CO CL PE VE EC UY BO PY CR PA GT HN SV NI DO CU",
  it: "IT SM VA",
  pt: "PT BR AO MZ CV",
  nl: "NL BE SR",
  pl: "PL",
};

const longCodes: Readonly<Record<string, string>> = {
  usa: "US",
  uk: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  holland: "NL",
  "united states of america": "US",
  gbr: "GB",
  irl: "IE",
  can: "CA",
  aus: "AU",
  nzl: "NZ",
  deu: "DE",
  ger: "DE",
  aut: "AT",
  che: "CH",
  fra: "FR",
  esp: "ES",
  mex: "MX",
  arg: "AR",
  ita: "IT",
  prt: "PT",
  bra: "BR",
  nld: "NL",
  bel: "BE",
  pol: "PL",
};

let byText: ReadonlyMap<string, Language> | undefined;

/** The language of a country as a column writes it: its ISO code of two or three letters, or its name in one of the eight languages. */
export function languageOfCountry(text: string): Language | undefined {
  byText ??= countryTexts();
  return byText.get(plain(text));
}

function countryTexts(): ReadonlyMap<string, Language> {
  const texts = new Map<string, Language>();
  const languageOfCode = new Map<string, Language>();
  for (const language of languages)
    for (const code of countriesOf[language].split(" ")) languageOfCode.set(code, language);
  for (const display of languages.map((one) => new Intl.DisplayNames([one], { type: "region" })))
    for (const [code, language] of languageOfCode) {
      texts.set(code.toLowerCase(), language);
      texts.set(plain(display.of(code) ?? code), language);
    }
  for (const [text, code] of Object.entries(longCodes)) texts.set(text, languageOfCode.get(code)!);
  return texts;
}
