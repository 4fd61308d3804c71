/**
 * Names people give to the column they want to predict, in English, German, French and Spanish, the clearest first; lower case
 * without accents. `anywhere`: also as one word of a longer name (`customer_churn`).
 */
const names: readonly { readonly words: readonly string[]; readonly anywhere: boolean }[] = [
  {
    words: ["target", "ziel", "zielvariable", "zielgroße", "zielgrosse", "cible", "objetivo"],
    anywhere: true,
  },
  { words: ["survived", "survival", "uberlebt", "survecu", "survie", "sobrevivio"], anywhere: true },
  {
    words: ["churn", "churned", "attrition", "exited", "kundigung", "gekundigt", "abwanderung"],
    anywhere: true,
  },
  { words: ["resiliation", "resilie", "desabonnement", "abandono", "baja"], anywhere: true },
  { words: ["fraud", "betrug", "fraude", "default", "ausfall", "defaut", "impago"], anywhere: true },
  { words: ["label", "etiquette", "etiqueta"], anywhere: true },
  { words: ["outcome", "diagnosis", "diagnose", "diagnostic", "diagnostico"], anywhere: true },
  { words: ["income", "einkommen", "revenu", "ingreso", "ingresos"], anywhere: false },
  { words: ["passed", "bestanden", "reussi", "aprobado", "admis"], anywhere: false },
  { words: ["cancelled", "canceled", "storniert", "annule", "cancelado", "delayed"], anywhere: false },
  {
    words: ["result", "ergebnis", "resultat", "resultado", "response", "approved", "converted"],
    anywhere: false,
  },
  { words: ["class", "klasse", "classe", "clase"], anywhere: false },
  { words: ["y"], anywhere: false },
];

/** Returns how clearly a name says that the column is to be predicted, 0 clearest; undefined when it does not say so. */
export function targetNameRank(name: string): number | undefined {
  const words = name
    .replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2")
    .toLowerCase()
    .normalize("NFD")
    .replace(/\p{M}/gu, "")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  const whole = words.join("");
  const exact = names.findIndex((entry) => entry.words.includes(whole));
  if (exact >= 0) return exact;
  const part = names.findIndex((entry) => entry.anywhere && entry.words.some((word) => words.includes(word)));
  return part < 0 ? undefined : names.length + part;
}
