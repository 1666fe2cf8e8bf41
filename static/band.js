// A band drawn with a mouse or a pen around things on a surface. A finger scrolls there instead.

import { make } from "./element.js";

export class Band {
	/**
	 * @param {HTMLElement} surface
	 * @param {HTMLElement} plot where the band is drawn, in which the surface lies
	 * @param {(box: DOMRect, more: boolean) => void} drawn told while it is drawn, more with Shift
	 * @param {number} stillness how far a pointer may stray in a click, in pixels
	 */
	constructor(surface, plot, drawn, stillness) {
		const band = make("div", { className: "band", hidden: true });
		plot.append(band);
		surface.addEventListener("pointerdown", (down) => {
			if (down.button !== 0 || down.pointerType === "touch") return;
			const home = plot.getBoundingClientRect();
			const moved = (/** @type {PointerEvent} */ { clientX, clientY, shiftKey }) => {
				const box = new DOMRect(
					Math.min(clientX, down.clientX),
					Math.min(clientY, down.clientY),
					Math.abs(clientX - down.clientX),
					Math.abs(clientY - down.clientY),
				);
				if (band.hidden && Math.hypot(box.width, box.height) < stillness) return;
				band.hidden = false;
				band.style.transform = `translate(${box.x - home.x}px, ${box.y - home.y}px)`;
				band.style.width = `${box.width}px`;
				band.style.height = `${box.height}px`;
				drawn(box, shiftKey);
			};
			const up = () => {
				removeEventListener("pointermove", moved);
				removeEventListener("pointerup", up);
				removeEventListener("pointercancel", up);
				if (band.hidden) return;
				band.hidden = true;
				// The click that ends it is no click on the surface.
				const swallow = (/** @type {Event} */ event) => event.stopPropagation();
				addEventListener("click", swallow, { capture: true, once: true });
				setTimeout(() => removeEventListener("click", swallow, { capture: true }));
			};
			addEventListener("pointermove", moved);
			addEventListener("pointerup", up);
			addEventListener("pointercancel", up);
		});
	}
}
