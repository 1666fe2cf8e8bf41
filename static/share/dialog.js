// Dialogs of the page: the browser's own, which keep the focus, close on Escape and give the focus back.

import { make } from "../element.js";

let opened = 0;

/**
 * @param {string} title
 * @param {...Node} content
 */
export function openDialog(title, ...content) {
	const id = `dialog-${++opened}`;
	const close = make("button", { type: "button", className: "icon" }, "×");
	close.ariaLabel = "Close";
	const head = make("div", { className: "dialog-head" }, make("h2", { id }, title), close);
	const dialog = make("dialog", { className: "dialog" }, head, make("div", { className: "dialog-body" }, ...content));
	dialog.setAttribute("aria-labelledby", id);
	close.addEventListener("click", () => dialog.close());
	dialog.addEventListener("click", (event) => {
		if (event.target === dialog) dialog.close(); // the backdrop
	});
	dialog.addEventListener("close", () => dialog.remove());
	document.body.append(dialog);
	dialog.showModal();
	return dialog;
}

/**
 * A button that copies a text and says so.
 * @param {string} label
 * @param {() => string} text
 */
export function copyButton(label, text) {
	const button = make("button", { type: "button" }, label);
	button.addEventListener("click", () => copy(text(), button));
	return button;
}

/**
 * Copies and says so on the button; where that is not allowed, shows the text to be copied by hand.
 * @param {string} text
 * @param {HTMLElement} button
 */
export async function copy(text, button) {
	const label = button.textContent;
	try {
		await navigator.clipboard.writeText(text);
	} catch {
		const area = make("textarea", { rows: 4, readOnly: true, value: text });
		area.ariaLabel = "Text to copy";
		openDialog("Copy it from here", area);
		area.select();
		return;
	}
	if (label === "Copied") return;
	button.textContent = "Copied";
	button.setAttribute("aria-live", "polite");
	setTimeout(() => {
		button.textContent = label;
	}, 1500);
}

/**
 * Offers a text or a picture as a file.
 * @param {string} name
 * @param {Blob} content
 */
export function download(name, content) {
	const url = URL.createObjectURL(content);
	const link = make("a", { href: url, download: name });
	link.click();
	// Revoked at once, Safari saves nothing.
	setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
