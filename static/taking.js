// What people bring: pasted anywhere on the page but into a field, dropped on it, or opened as a file. What is understood whole is taken at once and can
// be undone; anything else is shown line by line, with the text to be corrected.

import { byId } from "./element.js";
import { types } from "./keys.js";
import { notice, passing } from "./notices.js";
import { told } from "./share/reading.js";

/** @typedef {import("./share/reading.js").Given} Given */

// Longer than this, and a person wonders whether anything happens.
const soon = 300;

export class Taking {
	#target = byId("drop");
	#file = /** @type {HTMLInputElement} */ (byId("file"));
	#own = false;

	/**
	 * @param {import("./share/reader.js").Reader} reader
	 * @param {import("./session.js").Session} session
	 * @param {import("./log.js").PastedLog} log
	 * @param {(given: Given) => void} look shows a text that was not understood whole
	 */
	constructor(reader, session, log, look) {
		this.reader = reader;
		this.session = session;
		this.log = log;
		this.look = look;
		document.addEventListener("paste", (event) => this.#pasted(event));
		for (const name of /** @type {const} */ (["dragenter", "dragover"]))
			document.addEventListener(name, (event) => this.#over(event));
		document.addEventListener("dragleave", (event) => event.relatedTarget || this.#mark(false));
		document.addEventListener("drop", (event) => this.#dropped(event));
		// What is dragged from the page itself is not brought.
		document.addEventListener("dragstart", () => (this.#own = true));
		document.addEventListener("dragend", () => (this.#own = false));
		const file = this.#file;
		byId("open-file").addEventListener("click", () => file.click());
		file.addEventListener("change", () => {
			if (file.files?.length) this.#open(file.files);
			file.value = ""; // the same file can be chosen again
		});
	}

	/** @param {Given & {name?: string, remark?: string}} brought */
	async #take({ name, remark, ...given }) {
		const { edits } = this.session;
		const slow = setTimeout(() => notice("read", "Reading…"), soon);
		const reply = await this.reader.read(given.text, this.session.experiment, given.at);
		clearTimeout(slow);
		notice("read", "");
		if (reply === undefined || (typeof reply === "string" && !reply)) return;
		const whole =
			typeof reply !== "string" &&
			reply.experiment &&
			!reply.offer &&
			!reply.trouble &&
			!reply.lines.some(({ state }) => state === "unknown");
		// An edit that was made while the text was read must not be lost.
		const untouched = this.session.edits === edits;
		if (whole && untouched) {
			if (reply.log) this.log.show(reply.log);
			this.session.edit(/** @type {import("./protocol").Experiment} */ (reply.experiment));
			passing("read", `${remark ?? ""}${name ? `${name}: ` : ""}${told(reply)}`);
		} else this.look({ ...given, reply: untouched ? reply : undefined });
	}

	/** @param {ClipboardEvent} event */
	#pasted(event) {
		const target = /** @type {HTMLElement} */ (event.target);
		if (document.querySelector("dialog[open]") || !event.clipboardData) return;
		const text = event.clipboardData.getData("text/plain");
		const cell = /^data\.points\[(\d+)\]\[(\d+)\]$/.exec(target.dataset?.cell ?? "");
		// One value is put into its cell by the browser.
		if (cell ? !/[\t\n[({]|<-/.test(text.trim()) : types(target)) return;
		if (text.trim() !== "") {
			event.preventDefault();
			if (cell) target.blur();
			this.#take({ text, at: cell ? [Number(cell[1]), Number(cell[2])] : undefined });
		} else if (event.clipboardData.files.length > 0) {
			event.preventDefault();
			this.#open(event.clipboardData.files);
		}
	}

	/** @param {DragEvent} event */
	#over(event) {
		if (!this.#brings(event)) return;
		event.preventDefault();
		if (event.dataTransfer) event.dataTransfer.dropEffect = "copy";
		this.#mark(true);
	}

	/** @param {DragEvent} event */
	#dropped(event) {
		this.#mark(false);
		if (!this.#brings(event) || !event.dataTransfer) return;
		event.preventDefault();
		if (event.dataTransfer.files.length > 0) this.#open(event.dataTransfer.files);
		else this.#take({ text: event.dataTransfer.getData("text/plain") });
	}

	/** @param {DragEvent} event */
	#brings({ dataTransfer, target }) {
		if (this.#own || !dataTransfer || document.querySelector("dialog[open]")) return false;
		if (dataTransfer.types.includes("Files")) return true;
		return dataTransfer.types.includes("text/plain") && !types(/** @type {HTMLElement} */ (target));
	}

	/** @param {boolean} on */
	#mark(on) {
		this.#target.hidden = !on;
	}

	/** @param {FileList} files */
	async #open(files) {
		const [file] = files;
		const most = Number(this.#file.dataset.most); // a file that nothing would read is not loaded
		if (file.size > most) {
			notice("read", `${file.name} has ${file.size} bytes, more than the ${most} that are read; give a part of it.`);
			return;
		}
		const remark = files.length > 1 ? `Only the first of ${files.length} files is read. ` : "";
		try {
			this.#take({ text: decoded(await file.arrayBuffer()), name: file.name, remark });
		} catch (error) {
			notice("read", `${file.name} could not be read: ${/** @type {Error} */ (error).message}.`);
		}
	}
}

/**
 * A file as text: UTF-8, or UTF-16 where it begins by saying so, as spreadsheets save "Unicode text".
 * @param {ArrayBuffer} bytes
 */
function decoded(bytes) {
	const [first, second] = new Uint8Array(bytes);
	const wide = first === 0xff && second === 0xfe ? "utf-16le" : first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
	return new TextDecoder(wide).decode(bytes);
}
