// "Solve exactly": the same loss under a full-batch solver. Which one, and with what settings, is the engine's to say.

import { byId } from "./element.js";
import { Crashed, Refused, Unavailable } from "./engine.js";

/**
 * @param {import("./session.js").Session} session
 * @param {(faults: import("./protocol").Fault[]) => void} refuse shows what is wrong with the experiment
 */
export function solving(session, refuse) {
	byId("solve").addEventListener("click", async () => {
		const { edits } = session;
		try {
			const { experiment } = await session.engine.request("solve", { experiment: session.experiment });
			if (session.edits === edits) session.edit(experiment);
		} catch (error) {
			if (error instanceof Refused) {
				if (session.edits === edits) refuse(error.faults);
			} else if (!(error instanceof Crashed || error instanceof Unavailable)) throw error; // the page tells of those
		}
	});
}
