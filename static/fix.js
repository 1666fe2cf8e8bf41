// A fix in words: what it changes, as Go says it, and what became of it when it was tried.

import { count, number } from "./format.js";

/** @typedef {import("./protocol").Fix} Fix */

/**
 * The fix to offer, which the verdict names. It is known when all are tried; one that changes under the finger is none.
 * @param {Pick<import("./protocol").Diagnosis, "fixes">} diagnosis best first
 * @param {boolean} complete
 */
export function offered({ fixes }, complete) {
	return complete ? fixes[0] : undefined;
}

/**
 * The words of the button that applies it: "Apply: leaky ReLU and a learning rate of 1e-3".
 * @param {Pick<Fix, "words">} fix
 */
export function offerOf({ words }) {
	return `Apply: ${words}`;
}

/**
 * What became of it: "Tried on 10 seeds: 10 solved within 2312 epochs" and "median loss 3.8e-30"; what solves on no seed is listed because
 * it lowers the loss tenfold.
 * @param {Omit<Fix, "changes" | "words" | "experiment">} fix
 */
export function outcomeOf({ seeds, solved, loss, epochs_to_solve: epochs }) {
	const within = epochs === undefined ? "" : ` within ${count(Number(epochs))} epochs`;
	return {
		tried: `Tried on ${seeds} ${seeds === 1 ? "seed" : "seeds"}: ${solved > 0 ? `${solved} solved${within}` : "helps, not solved"}`,
		median: `median loss ${number(loss.median)}`,
	};
}
