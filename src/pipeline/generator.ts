import { version } from "../../package.json";

/** Name and version, as written into models and reports. */
export const generator = `SynData ${version}`;
