/** What a value tells of a person: `direct` names one, `quasi` helps to single one out, `other` neither. */
export type Exposure = "direct" | "quasi" | "other";

/** How the values of a personal column are replaced. */
export const replacements = {
  invent: "New values: new people that fit the row. The default.",
  pseudonym: "The same real value becomes the same new one, by a secret key. Pseudonymous, not anonymous.",
  mask: "Letters and digits become `*`, the form stays; free text becomes placeholders such as `[text with e-mail address]`.",
  generalize:
    "Coarser: postcode to three characters, date of birth to the year, age to bands of five years, position to a tenth of a degree, IP address to its network.",
  drop: "Left out of the output.",
  keep: "Treated like any other column: real values may come out. The report says so.",
} as const;

export type Replacement = keyof typeof replacements;

/** These replace the values before anything is fitted: a model sees no real one. */
export const earlyReplacements: ReadonlySet<Replacement> = new Set(["pseudonym", "mask", "generalize"]);

/** Types that have a coarser form. */
export const generalizedTypes: ReadonlySet<string> = new Set([
  "postcode",
  "birthDate",
  "age",
  "position",
  "ip",
]);

/** Types that a pseudonym says nothing of, or everything: few values, dates, degrees. */
export const unnamedTypes: ReadonlySet<string> = new Set(["birthDate", "age", "gender", "position"]);

export interface PersonalTypeInfo {
  readonly title: string;
  readonly exposure: Exposure;
  /** What happens when the config does not say. */
  readonly replace: Replacement;
  /** Has a grammar, a checksum or is unique: a real value in the output is a leak, whatever chance says. */
  readonly exact?: true;
}

/** Every type of personal data the product knows, and the two it tells apart from them. */
export const personalTypes = {
  fullName: { title: "full name", exposure: "direct", replace: "invent" },
  firstName: { title: "first name", exposure: "direct", replace: "invent" },
  lastName: { title: "last name", exposure: "direct", replace: "invent" },
  email: { title: "e-mail address", exposure: "direct", replace: "invent", exact: true },
  userName: { title: "user name", exposure: "direct", replace: "invent", exact: true },
  phone: { title: "phone number", exposure: "direct", replace: "invent", exact: true },
  street: { title: "street address", exposure: "direct", replace: "invent", exact: true },
  houseNumber: { title: "house number", exposure: "direct", replace: "invent" },
  iban: { title: "IBAN", exposure: "direct", replace: "invent", exact: true },
  paymentCard: { title: "payment card number", exposure: "direct", replace: "invent", exact: true },
  nationalId: { title: "national identity number", exposure: "direct", replace: "invent", exact: true },
  taxId: { title: "tax number", exposure: "direct", replace: "invent", exact: true },
  passport: { title: "passport or license number", exposure: "direct", replace: "invent", exact: true },
  healthId: {
    title: "health record or insurance number",
    exposure: "direct",
    replace: "invent",
    exact: true,
  },
  licensePlate: { title: "license plate", exposure: "direct", replace: "invent", exact: true },
  ip: { title: "IP address", exposure: "direct", replace: "invent", exact: true },
  mac: { title: "MAC address", exposure: "direct", replace: "invent", exact: true },
  deviceId: { title: "device id", exposure: "direct", replace: "invent", exact: true },
  customerId: { title: "id of a person or account", exposure: "direct", replace: "invent", exact: true },
  secret: { title: "secret (key, token or password)", exposure: "direct", replace: "invent", exact: true },
  position: { title: "exact position", exposure: "direct", replace: "generalize" },
  freeText: { title: "text with identifiers in it", exposure: "direct", replace: "drop" },
  city: { title: "city", exposure: "quasi", replace: "keep" },
  postcode: { title: "postcode", exposure: "quasi", replace: "keep" },
  region: { title: "region", exposure: "quasi", replace: "keep" },
  country: { title: "country", exposure: "quasi", replace: "keep" },
  birthDate: { title: "date of birth", exposure: "quasi", replace: "keep" },
  age: { title: "age", exposure: "quasi", replace: "keep" },
  gender: { title: "gender", exposure: "quasi", replace: "keep" },
  ethnicity: { title: "ethnic group", exposure: "quasi", replace: "keep" },
  religion: { title: "religion", exposure: "quasi", replace: "keep" },
  language: { title: "spoken language", exposure: "quasi", replace: "keep" },
  occupation: { title: "occupation", exposure: "quasi", replace: "keep" },
  bic: { title: "BIC", exposure: "other", replace: "keep" },
  url: { title: "URL", exposure: "other", replace: "keep" },
  organization: { title: "organization", exposure: "other", replace: "keep" },
  recordId: { title: "id of a record", exposure: "other", replace: "keep" },
} as const satisfies Record<string, PersonalTypeInfo>;

export type PersonalType = keyof typeof personalTypes;

export function exposureOf(type: PersonalType): Exposure {
  return personalTypes[type].exposure;
}

/** What was found in one column. */
export interface PersonalFinding {
  readonly column: string;
  readonly type: PersonalType;
  /** 0–1; from `confident` on, the column is replaced without being asked. */
  readonly confidence: number;
  /** Why, without any value of the data. */
  readonly reason: string;
  /** Share of the values that have the grammar of the type, 0–1; absent where it has none. */
  readonly valid?: number;
}

/**
 * Confidence from which a finding is sure. Below, a column that may name persons is invented too, with a warning that says how to
 * have it fitted.
 */
export const confident = 0.75;

/** A column that is personal, and what happens to it. */
export interface PersonalColumn {
  readonly type: PersonalType;
  readonly replace: Replacement;
}
