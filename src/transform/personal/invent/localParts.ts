import type { Random } from "../../../numerics/random.ts";
import { plain } from "../lists/gazetteer.ts";
import type { Person } from "./person.ts";
import { pick } from "./pick.ts";

/** Forms of the part before the `@`, and of user names: `f` initial, `first`, `l`, `last`; `word` has nothing of the name. */
export const localForms = [
  "first.last",
  "first_last",
  "first-last",
  "firstlast",
  "last.first",
  "last_first",
  "lastfirst",
  "f.last",
  "flast",
  "f_last",
  "firstl",
  "first.l",
  "lastf",
  "last.f",
  "first",
  "last",
  "fl",
  "word",
] as const;

export type LocalForm = (typeof localForms)[number];

export interface LocalPlan {
  /** Shares of the forms among the values. */
  readonly forms: readonly { readonly form: LocalForm; readonly share: number }[];
  /** Share of the values that end in digits. */
  readonly digits: number;
  readonly upper: boolean;
  /** Domains of e-mail addresses, reserved ones that the data do not have; empty for user names. */
  readonly domains: readonly string[];
}

const maxKnown = 50_000;
const known = new Map<string, string>();

/** Lower case letters and digits of a name, as addresses have them. */
export function addressPart(name: string): string {
  const hyphen = name.indexOf("-");
  if (hyphen >= 0) return addressPart(name.slice(0, hyphen)) + addressPart(name.slice(hyphen + 1));
  const found = known.get(name);
  if (found !== undefined) return found;
  const made = partOf(name);
  if (known.size < maxKnown) known.set(name, made);
  return made;
}

function partOf(name: string): string {
  return plain(
    name
      .replaceAll("ä", "ae")
      .replaceAll("ö", "oe")
      .replaceAll("ü", "ue")
      .replaceAll("Ä", "ae")
      .replaceAll("Ö", "oe")
      .replaceAll("Ü", "ue"),
  ).replace(/[^a-z\d]/g, "");
}

/** Each form taken apart: what stands for a name, and what stands between. */
const partsOf = new Map(localForms.map((form) => [form, form.match(/first|last|[fl]|[^fl]+/g) ?? []]));

function fill(form: LocalForm, first: string, last: string): string {
  let text = "";
  for (const part of partsOf.get(form)!)
    text +=
      part === "first"
        ? first
        : part === "last"
          ? last
          : part === "f"
            ? first.charAt(0)
            : part === "l"
              ? last.charAt(0)
              : part;
  return text;
}

/** The form of a local part given the row's name; `word` where it has none. */
function formOfLocal(local: string, first: string, last: string): LocalForm {
  const bare = plain(local).replace(/[._-]?\d+$/, "");
  const spellings = [
    [addressPart(first), addressPart(last)],
    [plain(first).replace(/[^a-z]/g, ""), plain(last).replace(/[^a-z]/g, "")],
  ];
  for (const [f = "", l = ""] of spellings)
    for (const form of localForms)
      if (form !== "word" && (f !== "" || !form.includes("f")) && bare !== "" && bare === fill(form, f, l))
        return form;
  return "word";
}

/** Without names of the row: by the separator alone. */
function guessedForm(local: string): LocalForm {
  const bare = plain(local).replace(/[._-]?\d+$/, "");
  if (/^[a-z]{2,}\.[a-z]{2,}$/.test(bare)) return "first.last";
  if (/^[a-z]{2,}_[a-z]{2,}$/.test(bare)) return "first_last";
  if (/^[a-z]\.[a-z]{2,}$/.test(bare)) return "f.last";
  return /^[a-z]+$/.test(bare) ? "flast" : "word";
}

const consonants = "bdfglmnprstvz";
const vowels = "aeiou";

function word(random: Random): string {
  let text = "";
  for (let i = 0; i < 3; i++)
    text +=
      consonants[Math.floor(random.uniform() * consonants.length)]! +
      vowels[Math.floor(random.uniform() * vowels.length)]!;
  return text;
}

/** A local part for the person. `index` is written behind it where the name alone would not make it unique. */
export function writeLocal(plan: LocalPlan, person: Person, index: number, random: Random): string {
  const form = pick(plan.forms, ({ share }) => share, random.uniform())?.form ?? "first.last";
  const text =
    form === "word" ? word(random) : fill(form, addressPart(person.first), addressPart(person.last));
  const whole = form.includes("first") && form.includes("last");
  const wanted = random.uniform() < plan.digits;
  const local = whole && !wanted && person.repeat === 0 ? text : `${text}${index + 1}`;
  return plan.upper ? local.toUpperCase() : local;
}

const reservedDomains = [
  "example.com",
  "example.org",
  "example.net",
  "mail.example",
  "post.example",
  "web.example",
  "inbox.example",
  "home.example",
];

/** Reads forms, digits and letters off the values; their domains only to leave them out. */
export function fitLocal(
  values: readonly string[],
  named: readonly { readonly text: string; readonly first: string; readonly last: string }[],
  email: boolean,
): LocalPlan {
  const local = (text: string): string => text.split("@")[0]!;
  const found = (
    named.length > 0
      ? named.map(({ text, first, last }) => formOfLocal(local(text), first, last))
      : values.map((text) => guessedForm(local(text)))
  ).slice(0, 5000);
  const forms = localForms
    .map((form) => ({ form, share: found.filter((one) => one === form).length / Math.max(1, found.length) }))
    .filter(({ share }) => share > 0.005);
  const sample = values.slice(0, 2000);
  const share = (test: (text: string) => boolean): number =>
    sample.filter(test).length / Math.max(1, sample.length);
  const used = new Set(values.map((text) => text.split("@")[1]?.toLowerCase()));
  const free = reservedDomains.filter((domain) => !used.has(domain));
  let extra = 1;
  while (free.length === 0 || used.has(free[0]!)) free.unshift(`mail${extra++}.example`);
  return {
    forms: forms.length > 0 ? forms : [{ form: "first.last", share: 1 }],
    digits: Number(share((text) => /\d$/.test(local(text))).toFixed(2)),
    upper: share((text) => /[A-Z]/.test(text) && text === text.toUpperCase()) > 0.8,
    domains: email ? free : [],
  };
}
