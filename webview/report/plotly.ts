import type * as PlotlyTypes from "plotly.js";
import bar from "plotly.js/lib/bar";
import core from "plotly.js/lib/core";
import heatmap from "plotly.js/lib/heatmap";

/** Plotly with only the traces a report needs; none of them compiles code at run time, so a strict policy allows it. */
core.register([bar, heatmap]);

export const Plotly = core as unknown as typeof PlotlyTypes;
