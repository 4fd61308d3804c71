import {
  Boxes,
  Gauge,
  ListChecks,
  LogOut,
  Moon,
  Settings,
  Sparkles,
  SquareKanban,
  Sun,
  UploadCloud,
  X,
} from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { NavLink } from "react-router";
import { ask, type Me } from "../api.ts";
import { usePreferences, useSay } from "../store.ts";
import { useAsk } from "../useAsk.ts";

const pages = [
  { to: "/", word: "Dashboard", Icon: Gauge },
  { to: "/upload", word: "Upload", Icon: UploadCloud },
  { to: "/generate", word: "Generate", Icon: Sparkles },
  { to: "/tasks", word: "Tasks", Icon: ListChecks },
  { to: "/models", word: "Models", Icon: Boxes },
  { to: "/product", word: "Product", Icon: SquareKanban },
  { to: "/settings", word: "Settings", Icon: Settings },
] as const;

/** Name, navigation and preferences around a page; a column at the side, on a phone a line above. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const say = useSay();
  const { setSignedIn } = usePreferences();
  const hasProduct = useAsk<Me>("/v1/me").data?.product === true;
  const signOut = async (): Promise<void> => {
    await ask("/v1/session", "DELETE").catch(() => undefined);
    setSignedIn(false);
  };
  return (
    <div className="min-h-screen lg:grid lg:grid-cols-[220px_1fr]">
      <a href="#content" className="button sr-only focus:not-sr-only focus:absolute focus:z-10 focus:m-2">
        {say("Skip to content")}
      </a>
      <header className="border-line bg-panel max-lg:border-b lg:sticky lg:top-0 lg:flex lg:h-screen lg:flex-col lg:border-r">
        <div className="flex items-center gap-2.5 px-4 py-3 lg:py-5">
          <img src="/assets/icon.svg" alt="" width={28} height={28} />
          <span className="mr-auto text-lg font-semibold tracking-tight">SynData</span>
          <span className="flex lg:hidden">
            <Preferences signOut={signOut} />
          </span>
        </div>
        <nav
          aria-label={say("Main navigation")}
          className="flex gap-1 overflow-x-auto px-2 pb-2 lg:flex-col lg:px-3"
        >
          {pages
            .filter(({ to }) => to !== "/product" || hasProduct)
            .map(({ to, word, Icon }) => (
              <NavLink
                key={to}
                to={to}
                end={to === "/"}
                className={({ isActive }) =>
                  `flex items-center gap-2.5 rounded-lg px-3 py-2 text-[15px] no-underline whitespace-nowrap ${isActive ? "bg-tint font-semibold text-accent" : "text-ink hover:bg-raised"}`
                }
              >
                <Icon size={18} aria-hidden />
                {say(word)}
              </NavLink>
            ))}
        </nav>
        <div className="mt-auto hidden border-t border-line p-3 lg:flex">
          <Preferences signOut={signOut} />
        </div>
      </header>
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto w-full max-w-6xl min-w-0 p-4 outline-none sm:p-6 lg:p-8"
      >
        {children}
      </main>
      <Notice />
    </div>
  );
}

function Preferences({ signOut }: { readonly signOut: () => Promise<void> }) {
  const say = useSay();
  const { theme, language, setTheme, setLanguage } = usePreferences();
  const dark = theme === "dark";
  return (
    <div className="flex items-center gap-1">
      <IconButton
        label={say(dark ? "Light colors" : "Dark colors")}
        onClick={() => setTheme(dark ? "light" : "dark")}
      >
        {dark ? <Sun size={18} aria-hidden /> : <Moon size={18} aria-hidden />}
      </IconButton>
      <button
        type="button"
        className="rounded-lg px-2 py-1.5 text-sm font-medium text-soft hover:bg-raised"
        title={`${say("Language")}: ${language === "de" ? "English" : "Deutsch"}`}
        lang={language === "de" ? "en" : "de"}
        onClick={() => setLanguage(language === "de" ? "en" : "de")}
      >
        {language === "de" ? "EN" : "DE"}
      </button>
      <IconButton label={say("Sign out")} onClick={() => void signOut()}>
        <LogOut size={18} aria-hidden />
      </IconButton>
    </div>
  );
}

export function IconButton({
  label,
  onClick,
  children,
  danger = false,
}: {
  readonly label: string;
  readonly onClick: () => void;
  readonly children: ReactNode;
  readonly danger?: boolean;
}) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={`inline-grid size-9 place-items-center rounded-lg text-soft hover:bg-raised ${danger ? "hover:text-bad" : "hover:text-ink"}`}
    >
      {children}
    </button>
  );
}

const noticeMs = 6000;

/** What was just done or refused; it goes by itself. */
function Notice() {
  const say = useSay();
  const { notice, dismiss } = usePreferences();
  useEffect(() => {
    if (notice === null) return undefined;
    const timer = setTimeout(dismiss, noticeMs);
    return () => clearTimeout(timer);
  }, [notice, dismiss]);
  return (
    <div aria-live="polite" className="fixed inset-x-4 bottom-4 z-20 flex justify-center">
      {notice !== null && (
        <div className="panel flex items-center gap-3 px-4 py-2.5 shadow-lg">
          <span className={notice.bad ? "text-bad" : ""}>{notice.text}</span>
          <IconButton label={say("Close")} onClick={dismiss}>
            <X size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </div>
  );
}
