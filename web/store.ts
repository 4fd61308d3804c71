import { create } from "zustand";
import { type Language, translate } from "./words.ts";

export type Theme = "light" | "dark";

interface Preferences {
  readonly theme: Theme;
  readonly language: Language;
  readonly signedIn: boolean | null;
  readonly notice: { readonly text: string; readonly bad: boolean } | null;
  setTheme(theme: Theme): void;
  setLanguage(language: Language): void;
  setSignedIn(signedIn: boolean): void;
  tell(text: string, bad?: boolean): void;
  dismiss(): void;
}

/** What all pages share: how the person wants it, whether they are signed in, what was last said to them. */
export const usePreferences = create<Preferences>((set) => ({
  theme: keptTheme(),
  language: keptLanguage(),
  signedIn: null,
  notice: null,
  setTheme(theme) {
    keep("theme", theme);
    set({ theme });
  },
  setLanguage(language) {
    keep("language", language);
    set({ language });
  },
  setSignedIn: (signedIn) => set({ signedIn }),
  tell: (text, bad = false) => set({ notice: { text, bad } }),
  dismiss: () => set({ notice: null }),
}));

export type Say = (text: string, ...values: (string | number)[]) => string;

/** Says a text in the person's language. */
export function useSay(): Say {
  const language = usePreferences((state) => state.language);
  return (text, ...values) => translate(language, text, values);
}

function keptTheme(): Theme {
  const kept = read("theme");
  if (kept === "light" || kept === "dark") return kept;
  return matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function keptLanguage(): Language {
  const kept = read("language") ?? navigator.language.slice(0, 2);
  return kept === "de" ? "de" : "en";
}

function read(name: string): string | null {
  try {
    return localStorage.getItem(`syndata.${name}`);
  } catch {
    return null;
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(`syndata.${name}`, value);
  } catch {
    // a browser that keeps nothing forgets it with the page
  }
}
