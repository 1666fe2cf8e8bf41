// The charts, loaded after the page: nearly all of it is ECharts, of which only what is used here is bundled.

export { FitChart } from "./fit.js";
export { LossChart } from "./loss.js";
export { SweepChart } from "./sweepchart.js";
// The surveyed views have charts of their own, which are loaded later and build on this.
export { axis, Chart } from "./chart.js";
