import type { PersonalType } from "../../../config/personal/personalTypes.ts";

/** The coarser value of a text; null where it has none. */
type Coarser = (text: string) => string | null;

/** Types that have a coarser form, and which. A coarser value stays what it is. */
export const coarserForms: Partial<Record<PersonalType, Coarser>> = {
  postcode: (text) => text.slice(0, 3) + text.slice(3).replace(/[\p{L}\p{N}]/gu, "*"),
  birthDate: (text) => /(?<!\d)(?:1[89]|20)\d{2}(?!\d)/.exec(text)?.[0] ?? null,
  age: (text) => {
    if (/^\d+(?:-\d+|\+)$/.test(text)) return text;
    const age = Number(text);
    if (!(age >= 0)) return null;
    if (age >= oldest) return `${oldest}+`;
    const first = Math.floor(age / bandWidth) * bandWidth;
    return `${first}-${first + bandWidth - 1}`;
  },
  position: (text) => text.replace(/-?\d+\.\d+/g, (number) => Number(number).toFixed(1)),
  ip: (text) =>
    text.includes(":")
      ? `${text.split(":").slice(0, 3).join(":")}::`
      : text.replace(/\.\d{1,3}(?=$|[:/])/, ".0"),
};

const bandWidth = 5;
const oldest = 90;
