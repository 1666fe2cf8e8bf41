/** Types of the element that embed.js defines. The documentation is embedding.html. */

/** A number as JSON carries it: values that are not finite are strings. */
export type Num = number | "NaN" | "Infinity" | "-Infinity";

/** What a figure trains, version 1; every field is optional, and the empty object is the origin question. */
export interface Experiment {
	version?: 1;
	title?: string;
	note?: string;
	data?: { [field: string]: unknown };
	network?: { [field: string]: unknown };
	training?: { [field: string]: unknown };
	view?: { [field: string]: unknown };
}

export type State = "running" | "paused" | "done";
export type Stopped = "epochs" | "loss" | "patience" | "diverged";

export interface Losses {
	/** Before the first update, after the last one, and the lowest of all epochs. */
	initial: Num;
	final: Num;
	best: Num;
	/** final over the loss of the best constant prediction. */
	relative: Num;
}

export interface Result {
	/** Completed with every default. */
	experiment: Experiment;
	epochs: number;
	seconds: number;
	stopped?: Stopped;
	loss: Losses & { /** [epoch, loss], thinned; first, last and extrema are kept */ curve: Num[][] };
	/** As Keras's get_weights() nests them. */
	weights: (Num[] | Num[][])[];
	predictions: Num[][];
}

export interface Change {
	path: string;
	from: unknown;
	to: unknown;
}

export interface Diagnosis {
	state: "solved" | "learning" | "unfinished" | "stuck" | "diverged" | "noise_floor";
	/** One sentence. */
	verdict: string;
	floors: { name: string; label?: string; loss: Num; formula: string }[];
	causes: {
		cause: string;
		confidence: number;
		evidence: { name: string; value: Num | string; threshold?: Num | string; side?: string; formula?: string; source?: string }[];
	}[];
	/** Every change that was tried; best first. */
	fixes: {
		changes: Change[];
		/** The changes in words. */
		words: string;
		experiment: Experiment;
		seeds: number;
		solved: number;
		loss: { median: Num; worst: Num };
		epochs_to_solve?: Num;
	}[];
	/** Single changes that lower the loss, but not tenfold. */
	not_enough: { changes: Change[]; words: string; loss: Num; floor?: string }[];
	would_not_help: { changes: Change[]; loss: Num }[];
}

export interface PlateauEvents {
	change: CustomEvent<{ experiment: Experiment }>;
	/** At most one for each animation frame. */
	frame: CustomEvent<{ epoch: number; epochs: number; state: State; stopped?: Stopped; loss: Losses }>;
	diagnosis: CustomEvent<Diagnosis>;
	error: CustomEvent<{ message: string; faults?: { path: string; message: string }[] }>;
}

/** `<loss-plateau preset | href controls theme height run>poster</loss-plateau>`. Every method wakes the figure first. */
export interface LossPlateau extends HTMLElement {
	experiment: Experiment | undefined;
	readonly result: Result | undefined;
	readonly diagnosis: Diagnosis | undefined;
	run(): Promise<void>;
	pause(): Promise<void>;
	/** Trains n epochs, 1 unless given, and holds. */
	step(n?: number): Promise<void>;
	reset(): Promise<void>;
	/**
	 * The diagnosis of the experiment there is, when its last trial is done; of a run that is held, as it stands. Rejects with the reason where there
	 * will be none.
	 */
	diagnose(): Promise<Diagnosis>;

	addEventListener<K extends keyof PlateauEvents>(
		type: K,
		listener: (this: LossPlateau, event: PlateauEvents[K]) => unknown,
		options?: boolean | AddEventListenerOptions,
	): void;
	addEventListener(type: string, listener: EventListenerOrEventListenerObject, options?: boolean | AddEventListenerOptions): void;
}

declare global {
	interface HTMLElementTagNameMap {
		"loss-plateau": LossPlateau;
	}
}
