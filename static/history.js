// Undo and redo of a value. A gesture (dragging a slider) replaces the present many times and is one step when it settles.

/** @template T */
export class History {
	/** @type {T[]} */ #past = [];
	/** @type {T[]} */ #future = [];
	/** @type {T | undefined} the value before the gesture that is going on */ #before;

	/**
	 * @param {T} present
	 * @param {{past: T[], future: T[]}} [kept] what was before and after it
	 */
	constructor(present, kept) {
		this.present = present;
		if (kept) [this.#past, this.#future] = [[...kept.past], [...kept.future]];
	}

	/** The value before the gesture that is going on, or the present one. */
	get settled() {
		return this.#before ?? this.present;
	}

	/** What undo brings back, the latest last. */
	get past() {
		return this.#before === undefined ? this.#past : [...this.#past, this.#before];
	}

	/** What redo brings back, the next last. */
	get future() {
		return this.#future;
	}

	/**
	 * @param {T} value
	 * @param {boolean} settled false while a gesture goes on
	 */
	edit(value, settled) {
		this.#before ??= this.present;
		this.present = value;
		if (settled) this.settle();
	}

	/** Ends a gesture. */
	settle() {
		if (this.#before === undefined) return;
		if (this.#before !== this.present) {
			this.#past.push(this.#before);
			if (this.#past.length > 200) this.#past.shift();
			this.#future = [];
		}
		this.#before = undefined;
	}

	/**
	 * Puts a completed form of the present in its place; not a step of its own.
	 * @param {T} value
	 */
	refine(value) {
		this.present = value;
	}

	get canUndo() {
		return this.#past.length > 0;
	}

	get canRedo() {
		return this.#future.length > 0;
	}

	undo() {
		this.settle();
		const value = this.#past.pop();
		if (value === undefined) return;
		this.#future.push(this.present);
		this.present = value;
	}

	redo() {
		this.settle();
		const value = this.#future.pop();
		if (value === undefined) return;
		this.#past.push(this.present);
		this.present = value;
	}
}
