// "Solve exactly": the same loss under a full-batch solver. Which one, and with what settings, is the engine's to say.

import { byId } from "./element.js";
import { Refused } from "./engine.js";

/**
 * @param {import("./session.js").Session} session
 * @param {(faults: import("./protocol").Fault[]) => void} refuse shows what is wrong with the experiment
 */
export function solving(session, refuse) {
	byId("solve").addEventListener("click", async () => {
		try {
			const { experiment } = await session.engine.request("solve", { experiment: session.experiment });
			session.edit(experiment);
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			refuse(error.faults);
		}
	});
}
