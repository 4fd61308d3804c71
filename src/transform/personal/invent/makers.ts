import type { PersonalType } from "../../../config/personal/personalTypes.ts";
import type { Random } from "../../../numerics/random.ts";
import { checkAgainstChance } from "../detect/evidence.ts";
import type { Language } from "../lists/nameLists.ts";
import { checkedNumberOf } from "../numbers/nationalIds.ts";
import { recognizers } from "../numbers/recognizers.ts";
import { type AddressPlan, addressAt, fitAddress } from "./address.ts";
import { FormMaker, type FormsPlan, fitForms, heldBy } from "./forms.ts";
import { fitLocal, type LocalPlan, writeLocal } from "./localParts.ts";
import { fitNameForm, type NameForm, writeName } from "./nameForms.ts";
import { fitNetwork, type NetworkPlan, networkAddress } from "./networks.ts";
import type { Person } from "./person.ts";
import { shapeOf } from "./textForm.ts";

/** How the values of one column are made: plain JSON without any value of the data. */
export type MadePlan =
  | { readonly by: "name"; readonly form: NameForm }
  | { readonly by: "local"; readonly local: LocalPlan }
  | { readonly by: "address"; readonly address: AddressPlan }
  | { readonly by: "network"; readonly network: NetworkPlan }
  | { readonly by: "houseNumber" }
  | { readonly by: "forms"; readonly forms: FormsPlan };

export interface FitSource {
  readonly type: PersonalType;
  /** Distinct values. */
  readonly values: readonly string[];
  readonly language: Language;
  readonly minValues: number;
  /** Values that will be asked for, about. */
  readonly rows: number;
  readonly numeric: boolean;
  /** The country of each value's row, where the table says one. */
  readonly countries?: readonly (string | undefined)[];
  readonly cities?: readonly (string | undefined)[];
  /** The person of a value; absent where it is not known whose the values are. */
  readonly personOf?: ((value: string) => number) | undefined;
  /** Pairs of an address or user name with the first and last name of its row. */
  readonly named: readonly { readonly text: string; readonly first: string; readonly last: string }[];
}

export function fitMaker(source: FitSource): MadePlan {
  const { type, values, language } = source;
  switch (type) {
    case "fullName":
    case "firstName":
    case "lastName":
      return { by: "name", form: fitNameForm(values, type) };
    case "email":
    case "userName":
      return { by: "local", local: fitLocal(values, source.named, type === "email") };
    case "street":
      return { by: "address", address: fitAddress(values, language) };
    case "houseNumber":
      return { by: "houseNumber" };
    case "ip":
    case "mac":
      return { by: "network", network: fitNetwork(values) };
    default:
      return {
        by: "forms",
        forms: fitForms(values, {
          ...source,
          check: checkOf(type, values),
          group: groupOf(source),
          looseDigits: type === "customerId" || type === "deviceId",
          isShared: type === "postcode",
        }),
      };
  }
}

/** The check that nearly all values pass, and that invented ones of such a type pass always. */
function checkOf(type: PersonalType, values: readonly string[]): string | null {
  // what the column's name says and its values are not keeps their form only
  if (type === "iban") return values.some(recognizers.iban) ? "iban" : null;
  if (type === "paymentCard") return "luhn";
  if (type === "deviceId" && checkAgainstChance(values, recognizers.imei).share > 0.9) return "luhn";
  if (type === "nationalId" || type === "taxId" || type === "passport" || type === "healthId")
    return checkedNumberOf(values) ?? null;
  return null;
}

/** Values of one form in different countries must not share their first digits; nor phone numbers in different cities theirs. */
function groupOf({ type, values, minValues, cities, personOf }: FitSource): (text: string) => string {
  if (type === "phone") {
    const country = (text: string) => /^(?:\+|00)\d{2}/.exec(text)?.[0] ?? "";
    if (cities === undefined) return country;
    const byArea = new Map<string, string[]>();
    for (const value of values) {
      const list = byArea.get(areaCode(value));
      if (list === undefined) byArea.set(areaCode(value), [value]);
      else list.push(value);
    }
    const counts = new Map([...byArea].map(([area, list]) => [area, heldBy(list, { personOf })]));
    return (text) => (counts.get(areaCode(text))! < minValues ? country(text) : areaCode(text));
  }
  if (type === "postcode") return areaOf(values, { minValues, personOf });
  if (type === "iban") return (text) => text.slice(0, 2);
  if (type === "paymentCard") return (text) => text.slice(0, 1);
  return () => "";
}

/** What postcodes begin with: as many characters, up to three, as enough of them share. */
function areaOf(
  values: readonly string[],
  { minValues, personOf }: Pick<FitSource, "minValues" | "personOf">,
): (text: string) => string {
  const lists = new Map<string, string[]>();
  for (const value of values)
    for (let length = 1; length <= 3; length++) {
      const area = `${shapeOf(value)} ${value.slice(0, length)}`;
      const list = lists.get(area);
      if (list === undefined) lists.set(area, [value]);
      else list.push(value);
    }
  const shared = new Set(
    [...lists].flatMap(([area, list]) => (heldBy(list, { personOf }) >= minValues ? [area] : [])),
  );
  return (text) => {
    for (let length = 3; length > 0; length--)
      if (shared.has(`${shapeOf(text)} ${text.slice(0, length)}`)) return text.slice(0, length);
    return "";
  };
}

/** A phone number up to the space, bracket, dash or slash behind its area code: `+49 341`, `(212)`, `0341/`. */
function areaCode(text: string): string {
  return /^(?:(?:\+|00)\d{1,3}[\s./-]*)?(?:\(0\)\s?)?\(?\d{2,5}[\s)./-]/.exec(text)?.[0] ?? "";
}

export interface MakeSource {
  /** Same index, same value; different indices, different values where the type is unique. */
  readonly index: number;
  readonly random: Random;
  readonly key: number;
  /** As the row's column writes it. */
  readonly country?: string | undefined;
  readonly city?: string | undefined;
  person(): Person;
}

/** The function that makes the values of a column. */
export function makerOf(plan: MadePlan, name: string): (source: MakeSource) => string {
  switch (plan.by) {
    case "name":
      return ({ person }) => writeName(person(), plan.form);
    case "local":
      return ({ person, index, random, key }) => {
        const local = writeLocal(plan.local, person(), index, random);
        const { domains } = plan.local;
        return domains.length === 0 ? local : `${local}@${domains[(index + key) % domains.length]!}`;
      };
    case "address":
      return ({ index, random, key }) => addressAt(plan.address, index, random, key);
    case "network":
      return ({ index, key }) => networkAddress(plan.network, index, key);
    case "houseNumber":
      return ({ random }) => String(1 + Math.floor(random.uniform() * 120));
    case "forms": {
      const maker = new FormMaker(plan.forms, name);
      return (source) => maker.at(source.index, source);
    }
  }
}
