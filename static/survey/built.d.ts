/** What the site builder (web/survey.go) puts in place of this name; files are relative to the page, their names carry hashes. */
declare const PLATEAU_SURVEY: {
	wasm: string;
	style: string;
	/** ECharts options. */
	options: { residuals: object; gradients: object; spectrum: object; line: object };
};
