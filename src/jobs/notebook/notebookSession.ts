import { NotebookSession } from "../../notebook/session.ts";

/** Tables and query results of the notebook that this process serves, kept from one job to the next. */
export const notebookSession = new NotebookSession();
