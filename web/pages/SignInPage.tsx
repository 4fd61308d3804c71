import { type FormEvent, useState } from "react";
import { type ApiError, ask } from "../api.ts";
import { Field, Refusal } from "../parts/basics.tsx";
import { usePreferences, useSay } from "../store.ts";

export function SignInPage() {
  const say = useSay();
  const setSignedIn = usePreferences((state) => state.setSignedIn);
  const [key, setKey] = useState("");
  const [error, setError] = useState<ApiError>();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    ask("/v1/session", "POST", { key: key.trim() }).then(() => setSignedIn(true), setError);
  };
  return (
    <main className="mx-auto flex min-h-screen max-w-md flex-col justify-center p-4">
      <div className="mb-6 flex items-center gap-3">
        <img src="/assets/icon.svg" alt="" width={40} height={40} />
        <div>
          <h1 className="text-xl font-semibold">SynData</h1>
          <p className="text-sm text-soft">{say("Privacy-safe synthetic tables from real ones")}</p>
        </div>
      </div>
      <Refusal error={error} />
      <form onSubmit={submit} className="panel space-y-4 p-5">
        <Field
          label={say("API key")}
          hint={say("Paste a key, or open the address that the start of the server printed.")}
        >
          <input
            className="field font-mono text-sm"
            type="password"
            autoComplete="current-password"
            required
            value={key}
            onChange={(event) => setKey(event.target.value)}
          />
        </Field>
        <button type="submit" className="button main w-full">
          {say("Sign in")}
        </button>
      </form>
    </main>
  );
}
