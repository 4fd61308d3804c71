import "./activation.test.ts";
import "./language.test.ts";
import "./product.test.ts";
import "./runs.test.ts";
import "./reports.test.ts";
