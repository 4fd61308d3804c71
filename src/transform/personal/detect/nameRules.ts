import { passShare } from "./columnSample.ts";
import { nameShares } from "./evidence.ts";
import { named, percent, type Rule, variedIfMany } from "./rule.ts";

/** A first or last name: said by the column's name, or nearly all values known. */
export function partOfName(type: "firstName" | "lastName", key: "first" | "last"): Rule {
  return {
    type,
    judge(sample, name) {
      if (sample.kind !== "string") return null;
      const shares = nameShares(sample);
      if (shares.form < 0.7) return null;
      if (name >= 0.9) return { confidence: 0.85 + 0.14 * shares[key], why: named };
      if (name >= 0.6 && (shares[key] >= 0.2 || shares.words < 3)) return { confidence: 0.78, why: named };
      if (
        sample.values.length >= 20 &&
        shares.words <= 1.3 &&
        shares[key] >= 0.75 &&
        sample.distinctShare < 1.01
      )
        return {
          confidence: 0.5 + 0.2 * shares[key],
          why: `${percent(shares[key])} of its values are known names`,
        };
      return null;
    },
  };
}

/** Things that have names and are no persons. */
const thingWords = new Set(
  "product item file project repo repository branch model building complex cluster library species column event city state country region department dept team category brand class course school hospital store shop company organization organisation org firm provider agency vendor supplier bank field table host server domain app device site location place street station product artist album song track movie film game plan policy test sample group type status reg variable var param key metric unit currency language color color produkt artikel firma datei projekt abteilung marke filiale produit article fichier projet marque magasin producto archivo proyecto marca tienda prodotto progetto produto scientific common taxon gene protein dataset sheet queue job task process module package function method event custom source".split(
    " ",
  ),
);

const longThings = [...thingWords].filter((word) => word.length >= 4);

/** Whether a word of a column's name is a thing, or ends in one: `lineitem`, `produktname`. */
function isThing(word: string): boolean {
  if (thingWords.has(word)) return true;
  const plain = word.replace(/(?:name|nom|nombre|nome)$/, "");
  return longThings.some((thing) => plain.endsWith(thing));
}

const minVariants = 12;

/** Whether texts of two words are nearly all there can be of their words, as articles in several colors are. */
function areVariants(values: readonly string[]): boolean {
  if (values.length < minVariants) return false;
  const pairs = values.map((value) => value.split(" "));
  const sizes = [0, 1].map((at) => new Set(pairs.map((words) => words[at])).size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  return (
    pairs.every(({ length }) => length === 2) &&
    least >= 2 &&
    values.length >= 0.8 * least * most &&
    most >= 3
  );
}

export const fullName: Rule = {
  type: "fullName",
  judge(sample, name, { people }) {
    if (sample.kind !== "string") return null;
    const shares = nameShares(sample);
    if (shares.form < 0.7) return null;
    const known = Math.max(shares.first, shares.last);
    const both = shares.words >= 1.7 && shares.words <= 4.5;
    const thing = sample.words.some(isThing) || areVariants(sample.values);
    const bare =
      sample.words.length === 1 ||
      (sample.words.at(-1) === "name" && sample.words.length <= 2 && sample.words[0]!.length <= 8);
    if (thing && (known < 0.7 || !both)) return null;
    if (both && known >= 0.6 && shares.first >= 0.4 && sample.values.length >= 3)
      return { confidence: 0.75 + 0.2 * known, why: `${percent(known)} of its values hold known names` };
    if (name >= 0.6 && both && known >= 0.25)
      return {
        confidence: 0.7 + 0.25 * known + 0.04 * name,
        why: `${named}; ${percent(known)} of its values hold known names`,
      };
    if (passShare(sample.values, (text) => yesNo.test(text)) > 0.3) return null;
    if (name >= 0.9 && people && (both || shares.words < 1.7) && variedIfMany(sample))
      return { confidence: 0.76, why: `${named}, beside other columns of persons` };
    if (name >= 0.9 && both && !bare) return { confidence: 0.7, why: named };
    return null;
  },
};

const yesNo = /^(?:yes|no|y|n|true|false|unknown|other|none|ja|nein|oui|non|si|nao|nee|tak|nie)$/i;
export const userName: Rule = {
  type: "userName",
  judge(sample, name) {
    if (sample.kind !== "string" || name < 0.6) return null;
    const form = passShare(sample.values, (text) => /^@?[\p{L}\d][\p{L}\d._-]{1,40}$/u.test(text), 200);
    return form >= 0.7 && variedIfMany(sample) ? { confidence: 0.55 + 0.35 * name, why: named } : null;
  },
};
