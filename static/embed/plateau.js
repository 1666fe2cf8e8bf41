// The element. It stands with its poster, which is whatever the page has put inside it, until somebody touches it (or, with `run`, until it is near the
// viewport); then it loads the live figure, a sibling of embed.js, and shows that in the poster's place. What fails leaves the poster where it is.

/** @typedef {import("../protocol").Experiment} Experiment */
/** @typedef {import("./live.js").Live} Live */

// A screen ahead: about the time that loading takes at the pace of reading.
const near = "100% 0%";

// It takes the colours of the article it stands in.
const style = `
:host { display: block; min-width: 0; }
:host([hidden]), [hidden] { display: none !important; }
.offer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; margin-top: 8px; font: 14px/1.45 system-ui, sans-serif; }
.offer button { font: inherit; color: inherit; min-height: 32px; padding: 0 12px; background: none; border: 1px solid; border-radius: 4px; cursor: pointer; }
@media print { .offer { display: none; } }
.offer a { color: inherit; line-height: 32px; }
.offer :focus-visible { outline: 2px solid; outline-offset: 2px; }
.message { margin: 8px 0 0; font: 14px/1.45 system-ui, sans-serif; overflow-wrap: anywhere; }
.bare { margin: 0; padding: 24px; border: 1px solid; border-radius: 4px; font: 14px/1.45 system-ui, sans-serif; }
`;

export class LossPlateau extends HTMLElement {
	static observedAttributes = ["preset", "href", "controls", "theme", "height", "run"];

	/** @type {Live | undefined} */
	#live;
	/** @type {Promise<Live> | undefined} */
	#opening;
	/** @type {Experiment | undefined} what a script has set, until an attribute says otherwise */
	#given;
	#turn = 0; // another number whenever another experiment is wanted
	/** @type {Promise<void> | undefined} the figure on its way to the last of them */
	#turning;
	#attempt = 0; // to load the figure; one that was given up shows nothing
	/** @type {IntersectionObserver | undefined} */
	#watch;
	#root = this.attachShadow({ mode: "open" });
	#poster = make("div", "poster-place");
	#offer = make("div", "offer");
	#button = make("button", "");
	#link = make("a", "");
	#message = make("p", "message");

	constructor() {
		super();
		const sheet = new CSSStyleSheet();
		sheet.replaceSync(style);
		this.#root.adoptedStyleSheets = [sheet];
		const slot = document.createElement("slot");
		slot.append(make("p", "bare", "A small neural network, its loss, and why it is stuck."));
		slot.addEventListener("slotchange", () => this.#address());
		this.#poster.append(slot);
		this.#button.type = "button";
		this.#button.textContent = "Run it here";
		this.#link.textContent = "Open in Plateau";
		this.#link.target = "_blank";
		this.#link.rel = "noopener";
		this.#message.setAttribute("role", "alert");
		this.#message.hidden = true;
		this.#offer.append(this.#button, this.#link);
		this.#root.append(this.#poster, this.#message, this.#offer);
		this.#button.addEventListener("click", () => this.#touch());
		// Links in a poster are links; anywhere else it is the figure that was meant.
		this.#poster.addEventListener("click", (event) => {
			if (!event.composedPath().some((node) => node instanceof HTMLAnchorElement || node instanceof HTMLButtonElement))
				this.#touch();
		});
	}

	connectedCallback() {
		// A property may have been set before there was a class to take it.
		if (Object.hasOwn(this, "experiment")) {
			const { experiment } = this;
			Reflect.deleteProperty(this, "experiment");
			this.experiment = experiment;
		}
		this.#address();
		if (this.#asked) this.#whenNear();
	}

	disconnectedCallback() {
		this.#watch?.disconnect();
		// Moving an element takes it out and puts it back in one task.
		setTimeout(() => {
			if (!this.isConnected) this.#close();
		});
	}

	/**
	 * @param {string} name
	 * @param {string | null} was
	 * @param {string | null} is
	 */
	attributeChangedCallback(name, was, is) {
		if (was === is) return;
		if (name === "href") this.#address();
		if (name === "run" && this.#asked && this.isConnected) this.#whenNear();
		if (name === "href" || name === "preset") {
			this.#given = undefined;
			this.#turnTo();
		} else {
			this.#live?.configure(this.#choices);
		}
	}

	/** The experiment as the figure has it, completed with every default once it has run. @returns {Experiment | undefined} */
	get experiment() {
		return this.#live?.experiment ?? this.#given;
	}

	set experiment(experiment) {
		this.#given = experiment ?? undefined;
		this.#turnTo();
	}

	/** The run as far as it is, or undefined before there is one. */
	get result() {
		return this.#live?.result;
	}

	/** Why the loss is where it is, or undefined before that is known. */
	get diagnosis() {
		return this.#live?.diagnosis;
	}

	/** Trains on; a run that is done begins again. */
	async run() {
		await (await this.#ready()).run();
	}

	async pause() {
		await (await this.#ready()).control("pause");
	}

	/** Trains n epochs and holds. */
	async step(n = 1) {
		await (await this.#ready()).control("step", n);
	}

	/** Goes back to epoch 0 and holds. */
	async reset() {
		await (await this.#ready()).control("reset");
	}

	/** The diagnosis, when its last trial is done; of a run that is held, as it stands. */
	async diagnose() {
		return (await this.#ready()).diagnosed();
	}

	get #asked() {
		return this.hasAttribute("run") && this.getAttribute("run") !== "0";
	}

	get #choices() {
		return {
			controls: this.getAttribute("controls"),
			theme: this.getAttribute("theme") ?? "auto",
			height: Number(this.getAttribute("height")) || 260,
		};
	}

	#whenNear() {
		if (this.#opening) return;
		this.#watch?.disconnect();
		this.#watch = new IntersectionObserver(
			(entries) => {
				if (!entries.some((entry) => entry.isIntersecting)) return;
				this.#watch?.disconnect();
				this.#open().catch(() => {}); // told on the figure
			},
			{ rootMargin: near },
		);
		this.#watch.observe(this);
	}

	/** The link to the whole page stands where the experiment is in the href, unless the poster has one. */
	#address() {
		const hash = hashOf(this.getAttribute("href"));
		this.#link.hidden = hash === "" || this.querySelector("a[href]") !== null;
		this.#link.href = new URL(`./${hash}`, import.meta.url).href;
	}

	async #touch() {
		const focused = this.#root.activeElement !== null;
		try {
			const live = await this.#open();
			if (focused) live.focus();
		} catch {
			// Told on the figure.
		}
	}

	/** The live figure with what was wanted of it last. @returns {Promise<Live>} */
	async #ready() {
		const live = await this.#open();
		for (let turning; turning !== this.#turning;) {
			turning = this.#turning;
			await turning;
		}
		return live;
	}

	/** @returns {Promise<Live>} */
	#open() {
		if (!this.isConnected) return Promise.reject(new Error("The figure stands in no page: append it first."));
		this.#opening ??= this.#load(++this.#attempt);
		return this.#opening;
	}

	/** @param {number} attempt */
	async #load(attempt) {
		this.#button.disabled = true;
		this.#button.textContent = "Loading …";
		this.#message.hidden = true;
		/** @type {Live | undefined} */
		let live;
		const present = () => {
			if (attempt !== this.#attempt) throw new Error("The figure was taken out of the page while it was loaded.");
		};
		try {
			/** @type {typeof import("./live.js")} */
			const { Live } = await import(new URL(PLATEAU_FILES.live, import.meta.url).href).catch(() => {
				throw new Error(`The live figure did not load from ${new URL(".", import.meta.url).href}; what you see is its picture.`);
			});
			present();
			const opened = await Live.open(this, this.#wanted);
			live = opened.live;
			present();
			// From here on it is told at once what is wanted of it.
			this.#live = live;
			if (opened.turn !== this.#turn) this.#turnTo();
			await live.begin();
			present();
		} catch (error) {
			live?.close();
			if (attempt === this.#attempt) this.#fail(error);
			throw error;
		}
		this.#root.append(live.root);
		this.#poster.hidden = true;
		this.#offer.hidden = true;
		this.#message.hidden = true;
		return live;
	}

	/** What a figure that is being loaded looks at as late as it can. */
	get #wanted() {
		return { choices: () => this.#choices, turn: () => this.#turn, experiment: () => this.#experiment() };
	}

	/** Shows what is wanted now, unless something else is by the time it is known. A figure that is not there yet begins with it. */
	#turnTo() {
		const turn = ++this.#turn;
		const live = this.#live;
		if (!live) return;
		const last = () => turn === this.#turn && live === this.#live;
		this.#turning = (async () => {
			try {
				const experiment = this.#given ?? (await live.read(await this.#experiment()));
				if (last()) live.edit(experiment);
			} catch (error) {
				if (!last()) return;
				live.complain(messageOf(error));
				throw error;
			}
		})();
		this.#turning.catch(() => {}); // told on the figure
	}

	/** What the attributes stand for; a link stays a link, which only the engine can read. @returns {Promise<Experiment | string>} */
	async #experiment() {
		if (this.#given) return this.#given;
		const hash = hashOf(this.getAttribute("href"));
		if (hash) return hash;
		const preset = this.getAttribute("preset");
		if (!preset || preset === "origin") return {};
		const url = new URL(`presets/${encodeURIComponent(preset)}.json`, import.meta.url);
		const response = await fetch(url).catch(() => undefined);
		if (!response?.ok) throw new Error(`There is no preset ${JSON.stringify(preset)} at ${url.href}.`);
		return response.json();
	}

	/** @param {unknown} error */
	#fail(error) {
		this.#rest("Try again");
		this.#message.textContent = messageOf(error);
		this.#message.hidden = false;
		this.dispatchEvent(new CustomEvent("error", { detail: { message: messageOf(error) } }));
	}

	#close() {
		this.#given = this.experiment;
		this.#attempt++;
		this.#live?.close();
		this.#rest("Run it here");
	}

	/**
	 * The poster stands again, as before a touch.
	 * @param {string} offer
	 */
	#rest(offer) {
		this.#live = this.#opening = this.#turning = undefined;
		this.#poster.hidden = false;
		this.#offer.hidden = false;
		this.#button.disabled = false;
		this.#button.textContent = offer;
	}
}

/** @param {unknown} error */
function messageOf(error) {
	return error instanceof Error ? error.message : String(error);
}

/** @param {string | null} href "#v1.…", or an address that ends with it */
function hashOf(href) {
	return href?.includes("#") ? href.slice(href.indexOf("#")) : "";
}

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {string} className
 * @param {string} [text]
 */
function make(tag, className, text = "") {
	const element = document.createElement(tag);
	element.className = className;
	element.textContent = text;
	return element;
}
