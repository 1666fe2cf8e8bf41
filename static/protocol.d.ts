/**
 * The contract between the page, the worker and the Go engine. Nobody else speaks across these boundaries.
 *
 * The page posts a Request; the worker answers each one once, in order, with a Reply that carries the same id. The worker adds
 * nothing to either: it hands the request to Go as JSON and posts what Go gives back, arrays transferred. Rules live in Go.
 */

/** A number as JSON carries it: values that are not finite travel as strings. Typed arrays hold them as they are. */
export type Num = number | "NaN" | "Infinity" | "-Infinity";

/** A value that JSON can carry. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** An Experiment of version 1. The page keeps it as a plain value and may hold text where a number belongs; Go says what is wrong. */
export type Experiment = { [key: string]: Json };

// ---- Page to worker -------------------------------------------------------------------------------------------------------

/** Each request's body; `id` and `type` travel beside it. */
export interface Requests {
	/** Validates, completes and builds the run, which replaces the one before. Training begins at once unless paused. */
	start: { experiment: Experiment; paused?: boolean };
	/** run goes on, pause holds, step advances `batches`, or `epochs` (1 unless given), and holds, reset returns to epoch 0 and holds. */
	control: { action: "run" | "pause" | "step" | "reset"; epochs?: number; batches?: number };
	/** How fast a run may go. null is as fast as the machine can; survives start. */
	speed: { epochsPerSecond: number | null };
	/** The state of the run now. `samples` positions along the fit; `range` [from, to] of x, the data's range and a tenth more unless given. */
	pull: { samples: number; range?: [number, number] };
	/** The epochs to which one can look back. The first request, and the first after the run has moved on, begins to carry the run out again; ask until complete. */
	trace: Record<string, never>;
	/**
	 * The network at the mark nearest to an epoch, or now. With `units`, what each hidden unit does, and the curves of at most that many of them, with
	 * `unit` (its number over all hidden layers) among them.
	 */
	inspect: { epoch?: number; samples: number; range?: [number, number]; units?: number; unit?: number };
	/** The update that follows an epoch, taken apart, seen from a row of its batch; `next` goes on to the one after. Ask until complete. */
	motion: { epoch?: number; row?: number; next?: boolean };
	/** The verdict as far as it is known. The first request begins the trials, which advance with the loop; ask again until complete. */
	diagnose: Record<string, never>;
	/**
	 * The present experiment with one setting changed again and again; carried out beside the run. The first request for a kind begins it, and a start or
	 * another kind ends it, null at once. Ask again until complete, each time for the points `from` the number known on.
	 */
	sweep: { kind: SweepKind | null; from?: number };
	/** The link for an experiment, and the experiment, completed, that a link holds; a link may be a whole address. */
	link: { experiment: Experiment };
	unlink: { link: string };
	/** The same loss under a full-batch solver: Levenberg-Marquardt where it can solve it, else L-BFGS. */
	solve: { experiment: Experiment };
	/**
	 * What a text of code, a log, data or a link is; the second program answers it (wasm/reader). Data go `into` an experiment, whose network and training
	 * stay; `at` is the cell of its table, row and column from 0, that they were pasted into.
	 */
	import: { text: string; into?: Experiment; at?: [row: number, column: number] };
	/** A script of an experiment; with `before`, what has changed since is marked in it. With `weights` it begins with the same ones. */
	export: { experiment: Experiment; before?: Experiment; framework: "keras" | "pytorch" | "r-keras"; weights: boolean };
	/**
	 * What is dear and rarely asked about a run, which the third program carries out again (wasm/survey) up to an `epoch`, its last unless given. Ask
	 * again until complete, each time with the side of the map that is known; another view or run takes its place.
	 */
	survey: {
		view: "gradients" | "spectrum" | "landscape";
		experiment: Experiment;
		epoch?: number;
		directions?: Directions;
		seed?: number;
		from?: number;
	};
	/** What predictions, rows x outputs, leave of the targets, in words; of the third program too. */
	residuals: { experiment: Experiment; predictions: number[] };
	/** Frees the run. */
	dispose: Record<string, never>;
}

/** The plane of the path's principal components, of the Hessian's steepest directions, of random ones, of start, now and solution, or the line through those. */
export type Directions = "path" | "curvature" | "random" | "solution" | "line";

export type RequestType = keyof Requests;

/** `figure` names the run that is meant, where one engine serves several; 0 unless given. */
export type Request = { [T in RequestType]: { id: number; type: T; figure?: number } & Requests[T] }[RequestType];

// ---- Worker to page -------------------------------------------------------------------------------------------------------

export interface Replies {
	start: { run: Run };
	control: { state: State };
	speed: { epochsPerSecond: number | null };
	pull: { frame: Frame };
	trace: {
		run: number;
		/** epochs, ascending */ marks: number[];
		/** how many of them are there */ reached: number;
		complete: boolean;
	};
	inspect: Inspection;
	motion: Partial<MotionArrays> & {
		run: number;
		complete: boolean;
		/** there is none after it */ last: boolean;
		progress: number;
		motion: Motion | null;
	};
	diagnose: { run: number; diagnosis: Diagnosis; complete: boolean; /** share of the trials done, 0..1 */ progress: number };
	sweep: { run: number; sweep: Sweep; complete: boolean };
	link: { /** "#v1.…" */ link: string };
	unlink: { experiment: Experiment };
	solve: { experiment: Experiment };
	import: Imported;
	export: { code: string };
	survey: Surveyed;
	residuals: { outputs: { name: string; summary: string }[] };
	dispose: Record<string, never>;
}

/** A view as far as it is known: of gradients and maps nothing at first, of a spectrum null for what is not there yet. */
export interface Surveyed extends Partial<SurveyedGradients>, Partial<SurveyedMap> {
	complete: boolean;
	/** Share done, 0..1, and what is being done. */
	progress: number;
	doing: string;
	/** Why there is no such view, in a sentence. */
	trouble?: string;
	jacobian?: Singular | null;
	hessian?: Curvatures | null;
	line?: SurveyedLine;
	/** What one sees, once complete. */
	summary?: string;
}

/** The norm of the gradient of all rows' loss by a layer's weights, at epochs along the run. */
export interface SurveyedGradients {
	epochs: number[];
	layers: { label: string; norms: number[] }[];
	summary: string;
}

/** Singular values of the Jacobian of the predictions, descending; the first `rank` of them are above the threshold. */
export interface Singular {
	values: number[];
	threshold: number;
	rank: number;
	rows: number;
	columns: number;
	summary: string;
	trouble?: string;
}

/** Eigenvalues of the Hessian of the loss, descending: all of them where it is whole. Those within `rounding` of 0 cannot be told from it. */
export interface Curvatures {
	values: number[];
	whole: boolean;
	method: string;
	rounding: number;
	/** Above which an optimizer's steps are unstable. */
	lines: { label: string; value: number }[];
	summary: string;
	trouble?: string;
}

/** The loss over a plane through where the run is now, which is 0, 0: side x side values, row by row, across growing along a row and up from row to row. */
export interface SurveyedMap {
	side: number;
	values: Num[];
	across: [number, number];
	up: [number, number];
	/** What the two directions are. */
	names: [string, string];
	path: [number, number][];
	/** start, now and, where it is known, the solution, with how far each is from the plane. */
	points: { name: string; at: [number, number]; off: number; loss: Num }[];
}

/** The loss along straight legs from stop to stop, by the distance gone in weight space. */
export interface SurveyedLine {
	distance: number[];
	loss: Num[];
	stops: number[];
	names: string[];
	summary: string;
}

export interface Imported {
	kind: "experiment" | "link" | "keras" | "r-keras" | "pytorch" | "scikit-learn" | "data" | "log" | "";
	/** Where one was found. */
	experiment?: Experiment;
	lines: { from: number; to: number; text: string; state: "prose" | "understood" | "ignored" | "unknown"; meaning: string }[];
	notes: string[];
	log?: Log;
	/** A question, where only a sample of the rows was taken. */
	offer: string;
	/** Why there is no experiment. */
	trouble?: string;
}

/** A training log that somebody had. */
export interface Log {
	/** The level it ends at: the median of its last tenth; not finite where it ended in NaN. */
	plateau: Num;
	/** The first epoch since which it is there, and whether that is at least the last fifth of it. */
	since: number;
	flat: boolean;
	/** The last epoch, and how many losses there are. */
	epochs: number;
	entries: number;
	/** [epoch, loss], at most 2000 of them in the order of epochs; first, last and extrema are kept. */
	curve: [number, Num][];
}

/** What is wrong, where, and what would be right. `path` is a path in the Experiment (`network.layers[0].units`), or "" for no field. */
export interface Fault {
	path: string;
	message: string;
}

/** A refusal names the first fault, and beside it every one. */
export type Reply = ({ id: number; ok: true } & Replies[RequestType]) | { id: number; ok: false; error: Fault; faults?: Fault[] };

/** The first message, unasked. */
export type Ready = { ready: true } | { ready: false; error: Fault };

/** The last message of a worker whose engine is gone; nothing after it will be answered. */
export interface Crashed {
	crashed: string;
}

export type Message = Ready | Reply | Crashed;

export type State = "running" | "paused" | "done";

export interface Run {
	/** Counts up with every start and reset; frames and diagnoses carry it, so that a late one is not mistaken for the current run's. */
	run: number;
	/** The experiment completed with every default. */
	experiment: Experiment;
	/** The rows, inputs then targets, generators resolved. */
	points: number[][];
	/** How many of them are trained on; those after them are held out for validation. */
	trained: number;
	inputs: number;
	outputs: number;
	floors: Floor[];
	engine: "kernel" | "reference" | "solver";
	/** Why the reference engine trains, where it does. */
	slower: string;
	parameters: number;
	epochs: number;
	/** A loss below this is rounding, not learning, at this precision and for these targets: the log axis is clipped here. */
	resolution: number;
}

/** A loss that no weights of some kind can pass. `label` is lower case and stands before the number: "best straight line". */
export interface Floor {
	name: "mean" | "affine" | "output_range" | "pure_error" | "reachable" | "regularized";
	label: string;
	loss: number;
	formula: string;
}

export interface Frame {
	run: number;
	epoch: number;
	epochs: number;
	/** Batches done of the epoch under way, and how many an epoch has. */
	batch: number;
	batches: number;
	state: State;
	/** Why a run that is done is done. */
	stopped?: "epochs" | "loss" | "patience" | "diverged";
	/** Time spent training, without waiting. */
	seconds: number;
	loss: { initial: Num; final: Num; best: Num; relative: Num };
	/** (epoch, loss) pairs, at most 2000 of them; first, last and extrema are kept. */
	curve: Float64Array;
	/** samples x (1 + outputs), row by row: x, y1..yk. Empty unless there is one input. */
	fit: Float64Array;
	/** rows x outputs, row by row. */
	predictions: Float64Array;
	/** Flat, in Keras order. */
	weights: Float64Array;
}

/** A network at one epoch of its run. */
export interface Inspection {
	run: number;
	epoch: number;
	/** It is the run's present state. */
	now: boolean;
	/** Of all rows trained on. */
	loss: Num;
	/** As in Frame. */
	fit: Float64Array;
	predictions: Float64Array;
	weights: Float64Array;
	// With `units`:
	/**
	 * Hidden units x 7, layer by layer: layer, badge (0 none, 1 linear, 2 dead, 3 saturated, 4 copy), the unit of its layer that it copies or -1, mean and
	 * standard deviation of its activation over the rows, number of its curve or -1, number of its part or -1.
	 */
	units?: Float64Array;
	/** Curves x samples: activations at the x of `fit`. Empty unless there is one input. */
	curves?: Float64Array;
	/** Parts x samples: what a unit of the last hidden layer adds to the output, in the target's unit, or to the sum of an output that is not linear. */
	parts?: Float64Array;
	/** Of the loss by each weight; empty where that is dear. */
	gradient?: Float64Array;
	/** Length of the gradient of each layer's kernel. */
	norms?: Float64Array;
}

/** One update. */
export interface Motion {
	/** Epochs, and batches of the next one, done before it. */
	epoch: number;
	batch: number;
	batches: number;
	/** Rows of the batch, and the one it is seen from, counted from 0 as the data are. */
	rows: number[];
	row: number;
	/** Learning rate; NaN for a solver. */
	rate: Num;
	/** Of that row, and of the batch before and after the update. */
	row_loss: Num;
	loss: Num;
	loss_after: Num;
}

/** Beside a Motion; inputs, outputs and targets are as the network meets them. */
export interface MotionArrays {
	/** Before and after, and the gradient of the batch's loss between them; Keras order. */
	weights: Float64Array;
	after: Float64Array;
	gradient: Float64Array;
	/** Of the row: inputs, then every unit, layer by layer. */
	values: Float64Array;
	targets: Float64Array;
	/** Targets less outputs. */
	residuals: Float64Array;
}

export interface Diagnosis {
	state: "solved" | "learning" | "unfinished" | "stuck" | "diverged" | "noise_floor";
	/** One sentence: the number, the reason, the way out. There is one at any time, before the run has ended too. */
	verdict: string;
	floors: Floor[];
	causes: Cause[];
	fixes: Fix[];
	/** Single changes that lower the loss, but not tenfold. */
	not_enough: Advice[];
	would_not_help: Advice[];
	/** The loss without either, with one, with the other and with both of the two halves of the best fix; null unless it has two. */
	table: TwoByTwo | null;
	/** What is measured whatever the state: cheap ones while the run is going on, all once it has ended. */
	probes: Evidence[];
}

/** A single change that was tried and is not offered, and the label of the floor that it ends at. */
export interface Advice {
	changes: Change[];
	words: string;
	loss: Num;
	floor?: string;
}

/** `loss[i][j]`: the first change is made where i is 1, the second where j is. Relative losses are over that of the best constant. */
export interface TwoByTwo {
	changes: [string, string];
	loss: [[Num, Num], [Num, Num]];
	relative: boolean;
}

export interface Evidence {
	name: string;
	value: Num | string;
	threshold?: Num | string;
	/** Where a healthy value lies of the threshold. */
	side?: "at most" | "at least" | "about";
	formula?: string;
	source?: string;
}

export interface Cause {
	cause: string;
	/** The cause as a person says it: "learning rate too small". */
	words: string;
	confidence: number;
	evidence: Evidence[];
}

export interface Change {
	path: string;
	from: Json;
	to: Json;
}

/** A change that was tried before it is offered; best first, and the first is the one that the verdict names. `seeds` were tried, `solved` of them reached the end. */
export interface Fix {
	changes: Change[];
	/** The changes as a verdict says them. */
	words: string;
	experiment: Experiment;
	seeds: number;
	solved: number;
	loss: { median: Num; worst: Num };
	/** Of the slowest seed that was solved; missing where none was, or where a loss that is summed up while the weights move does not tell when. */
	epochs_to_solve?: Num;
}

export type SweepKind = "learning_rate" | "seed" | "units" | "optimizer" | "batch_size";

export interface Sweep {
	kind: SweepKind;
	/** How many points there will be. */
	total: number;
	/** The number of the first of these points. */
	from: number;
	/** In the order of the grid: ascending values, seeds counted up, optimizers as they are listed. */
	points: SweepPoint[];
	/** At which the curves and quantiles are given. */
	epochs: number[];
	/** What came out so far, in a sentence or two; empty before the first point. */
	summary: string;
	/** The values around the best one that end as low. */
	band?: [number, number];
	/** Of seeds: the share that is not solved. */
	stuck?: number;
	/** Of seeds: losses that a tenth, a half and nine tenths of the runs are at or below. */
	quantiles?: { low: Num[]; middle: Num[]; high: Num[] };
}

export interface SweepPoint {
	label: string;
	value: number;
	/** This is the setting that the experiment has. */
	present: boolean;
	loss: Num;
	relative: Num;
	state: Diagnosis["state"];
	diverged: boolean;
	epochs: number;
	/** At the sweep's epochs, as far as the run went. */
	curve: Num[];
	/** What to run to have this. */
	experiment: Experiment;
}

// ---- Worker and Go --------------------------------------------------------------------------------------------------------

/**
 * What the Go program puts on globalThis.plateau before its main function blocks. `handle` is synchronous and bounded (about 8 ms).
 * `type` is a RequestType or "advance"; `body` is the request's JSON. Go recovers from its own panics and answers them as fatal.
 */
export interface Bridge {
	handle(type: RequestType | "advance", body: string): Answer;
}

export interface Answer {
	/** {"ok": true, ...the reply} or {"ok": false, "error": Fault, "fatal"?: true}. Fatal: the engine can no longer be trusted. */
	json: string;
	/** Members of the reply, or of its frame, in fresh buffers that the worker may transfer. */
	arrays?: { [name: string]: Float64Array };
}

/** "advance" trains (or diagnoses) for about this long... */
export interface Advance {
	milliseconds: number;
}

/** ...and says when there is more to do: in so many milliseconds (0 is at once), or null for nothing until the next request. */
export interface Advanced {
	wait: number | null;
}

/** What the worker leaves in globalThis.plateauPool for Go before it starts, where it may start workers of its own. Ids are Go's. */
export interface JobPool {
	size(): number;
	has(program: number): boolean;
	/** `packed` is Job.Pack of package kernel; `code` the module of a program that the pool does not have. */
	submit(id: number, program: number, packed: Uint8Array, code?: BufferSource): void;
	cancel(id: number): void;
	take(): PoolResult | null;
}

/** Bytes: losses are float64, memory the weights as the module keeps them. `failed` says why there are none. */
export type PoolResult =
	{ id: number; losses: Uint8Array; memory: Uint8Array; failed?: undefined } | { id: number; failed: string };

// ---- Worker and its pool --------------------------------------------------------------------------------------------------

export type PoolOrder =
	| { id: number; program: number; packed: Uint8Array; module?: WebAssembly.Module }
	| { cancel: number }
	| { /** a program */ forget: number };

export type PoolReport = { id: number; losses: Uint8Array; memory: Uint8Array } | { /** at work on this job */ alive: number };

// ---- Written into the page when the site is built ---------------------------------------------------------------------------

/**
 * One setting of an Experiment, as experiment.Form() describes it. Order is the order on the page. A layer's fields have paths with empty brackets:
 * `network.layers[].units`.
 */
export interface Field {
	path: string;
	label: string;
	/** One line. */
	help: string;
	/** choice: a name, or {name, ...params}; option: a plain string from `options`. */
	kind: "number" | "integer" | "boolean" | "option" | "choice" | "numbers";
	default: Json;
	min?: number;
	max?: number;
	/** The minimum itself is not allowed. */
	above?: boolean;
	/** Drawn on a log slider. */
	log?: boolean;
	/** Shown only under "More". */
	advanced?: boolean;
	options?: Option[];
}

export interface Option {
	name: string;
	label: string;
	help: string;
	/** The arguments of this option; their paths are bare names, relative to the choice: `learning_rate`. */
	params?: Field[];
	/** What choosing it sets along. */
	needs?: { path: string; to: Json; words: string }[];
}
