import { z } from "zod";

// zod's compiled parsers need `new Function`, which a webview's content security policy forbids and VS Code's extension
// host reports. Imported before any schema is built.
z.config({ jitless: true });
