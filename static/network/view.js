// The view of the network and the slow motion in it, as the page has them: made when somebody first looks.

import { byId } from "../element.js";
import { motionButton, SlowMotion } from "./motion.js";
import { NetworkView } from "./network.js";

/** @typedef {import("../watch.js").Picture} Picture */

/**
 * @param {import("../session.js").Session} session
 * @param {import("../views.js").Views} views
 * @param {(curve: {name: string, data: number[][]} | undefined) => void} highlight
 */
export function networkOf(session, views, highlight) {
	/** @type {SlowMotion | undefined} */
	let motion;
	/** @type {Picture | undefined} */
	let last;
	let asked = false;
	const begin = () => {
		if (!motion || !last || !asked) return;
		asked = false;
		motion.open(last);
	};
	views.add("network", () => {
		const view = new NetworkView(session, highlight);
		motion = new SlowMotion(session.engine, view);
		return {
			draw(picture) {
				last = picture;
				motion?.see(picture);
				view.draw(picture);
				begin();
			},
			restyle: () => view.restyle(),
		};
	});
	// A unit is pointed at only as long as the network is seen.
	byId("network-tab").parentElement?.addEventListener("click", () => !views.seen("network") && highlight(undefined));
	motionButton(() => {
		asked = true;
		views.show("network");
		begin();
	});
}
