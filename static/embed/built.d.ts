/** What the site builder (web/embed.go) puts in place of these names; files are relative to embed.js, their names carry hashes. */

declare const PLATEAU_FILES: { live: string; charts: string; worker: string; wasm: string };

/** The preset that stands where none is named: its link, "#v1.…", and what is said of it. */
declare const PLATEAU_ORIGIN: { name: string; link: string; verdict: string };

/** Rules of the page and of embed.css, for a shadow tree. */
declare const PLATEAU_STYLE: string;

/** The options of the two charts, and the settings a figure offers. */
declare const PLATEAU_PARTS: {
	fit: object;
	loss: object;
	activations: { name: string; label: string }[];
	rate: { label: string; low: number; high: number };
};
