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

/** Lower case letters and digits of a name, as addresses have them. */
export function addressPart(name: string): string {
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

function fill(form: LocalForm, first: string, last: string): string {
  return form.replace(/first|last|f|l/g, (part) =>
    part === "first" ? first : part === "last" ? last : part === "f" ? first.charAt(0) : last.charAt(0),
  );
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
