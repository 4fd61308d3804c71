import { useEffect } from "react";
import { Route, Routes, useLocation } from "react-router";
import { type ApiError, ask, type Me } from "./api.ts";
import { DashboardPage } from "./pages/DashboardPage.tsx";
import { GenerationPage } from "./pages/GenerationPage.tsx";
import { ModelsPage } from "./pages/ModelsPage.tsx";
import { ProductPage } from "./pages/ProductPage.tsx";
import { SettingsPage } from "./pages/SettingsPage.tsx";
import { SignInPage } from "./pages/SignInPage.tsx";
import { TaskPage } from "./pages/TaskPage.tsx";
import { TasksPage } from "./pages/TasksPage.tsx";
import { UploadPage } from "./pages/UploadPage.tsx";
import { Empty } from "./parts/basics.tsx";
import { Frame } from "./parts/Frame.tsx";
import { usePreferences, useSay } from "./store.ts";

/** The dashboard: the sign-in, then the pages in their frame. */
export function App() {
  const { theme, language, signedIn, setSignedIn } = usePreferences();
  const { pathname } = useLocation();
  const say = useSay();
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
    document.documentElement.lang = language;
  }, [theme, language]);
  useEffect(() => {
    void signIn().then(setSignedIn);
  }, [setSignedIn]);
  // a new page begins at its heading, for eyes and for screen readers
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path is what changes
  useEffect(() => {
    window.scrollTo(0, 0);
  }, [pathname]);
  if (signedIn === null) return <p className="p-8 text-soft">{say("Loading")}…</p>;
  if (!signedIn) return <SignInPage />;
  return (
    <Frame>
      <Routes>
        <Route path="/" element={<DashboardPage />} />
        <Route path="/upload" element={<UploadPage />} />
        <Route path="/generate/:upload?" element={<GenerationPage />} />
        <Route path="/tasks" element={<TasksPage />} />
        <Route path="/tasks/:id" element={<TaskPage />} />
        <Route path="/models" element={<ModelsPage />} />
        <Route path="/product" element={<ProductPage />} />
        <Route path="/settings" element={<SettingsPage />} />
        <Route path="*" element={<Empty title={say("Page not found")} />} />
      </Routes>
    </Frame>
  );
}

/** With the token of the address, which is then taken out of it; else with the cookie that is there. */
async function signIn(): Promise<boolean> {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) {
    history.replaceState(null, "", location.pathname);
    await ask("/v1/session", "POST", { token }).catch((_error: ApiError) => undefined);
  }
  return await ask<Me>("/v1/me").then(
    () => true,
    () => false,
  );
}
