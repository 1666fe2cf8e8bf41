// The page begins here: it is true before any of this runs (pictures and verdict were made when the site was built), then the engine wakes and it moves.

import { byId, find, say } from "./element.js";
import { Engine } from "./engine.js";
import { lossAxis, set, shownAs } from "./experiment.js";
import { Form } from "./form.js";
import { Gallery } from "./gallery.js";
import { Handles } from "./handles.js";
import { History } from "./history.js";
import { PastedLog } from "./log.js";
import { runName } from "./names.js";
import { networkOf } from "./network/view.js";
import { broken, notice, restarted } from "./notices.js";
import { RunBar } from "./runbar.js";
import { Shelf } from "./runs/shelf.js";
import { Session } from "./session.js";
import { Sharing } from "./share/sharing.js";
import { shortcuts } from "./shortcuts.js";
import { solving } from "./solve.js";
import { Standing } from "./standing.js";
import { Sweeps } from "./sweep.js";
import { Tab } from "./tab.js";
import { fitTable, liveTable, lossTable } from "./tables.js";
import { theme } from "./theme.js";
import { Time } from "./time.js";
import { Units } from "./units.js";
import { Verdict } from "./verdict.js";
import { Views } from "./views.js";

/** @typedef {import("./watch.js").Picture} Picture */

// The form for iframes is a page of its own, without settings.
if (new URLSearchParams(location.search).get("embed") === "1") location.replace(`./embed.html${location.search}${location.hash}`);

/**
 * What was written into the page when the site was built.
 * @type {{files: {worker: string, pool: string, wasm: string, reader: string, survey: string, charts: string}, experiment: import("./protocol").Experiment,
 *   diagnosis: import("./protocol").Diagnosis, options: {fit: object, loss: object, sweep: object}}}
 */
const site = JSON.parse(byId("site").textContent ?? "");

const absolute = (/** @type {string} */ file) => new URL(file, document.baseURI).href;

function spawn() {
	const url = new URL(absolute(site.files.worker));
	url.searchParams.set("wasm", absolute(site.files.wasm));
	url.searchParams.set("pool", absolute(site.files.pool));
	return new Worker(url, { name: "plateau engine" });
}

const engine = new Engine(spawn, () => {
	restarted();
	session.start();
});

const tab = new Tab(() => sharing.edited);
const kept = tab.recall();
const session = new Session(engine, new History(kept?.present ?? site.experiment, kept), {
	experiment(experiment, history) {
		/** @type {HTMLButtonElement} */ (byId("undo")).disabled = !history.canUndo;
		/** @type {HTMLButtonElement} */ (byId("redo")).disabled = !history.canRedo;
		form.draw(experiment);
		for (const button of /** @type {NodeListOf<HTMLElement>} */ (byId("loss").querySelectorAll("[data-axis]")))
			button.ariaPressed = String(button.dataset.axis === lossAxis(experiment));
		tab.keep(history);
		sharing.show(experiment);
		shelf.edited();
		standing.edited();
	},
	picture(picture, ghost, held) {
		if (standing.picture(picture)) verdict.forget();
		runbar.draw(picture);
		shelf.see(picture, held);
		form.made.picture(picture);
		log.draw(picture);
		sweeps.draw(picture, held);
		sharing.draw(picture);
		time.draw(picture, ghost, held);
	},
	diagnosis(diagnosis, complete, progress, of) {
		standing.judged(of);
		verdict.draw(diagnosis, complete, progress);
		judged = { run: waiting?.[0].run, floors: diagnosis.floors };
		charts?.loss.judge(judged);
		sharing.judge(diagnosis);
		shelf.runs.judge(diagnosis);
	},
	faults(faults) {
		form.faults(faults);
		standing.halt(faults.length > 0);
	},
	notice(message) {
		notice("engine", message);
		standing.halt(true);
	},
	broken,
});

session.know(site.experiment, site.diagnosis);
const shelf = new Shelf(engine, session, () => waiting && drawCharts(...waiting));
const verdict = new Verdict(
	(experiment) => standing.decided && session.edit(shownAs(experiment, session.experiment)),
	(changes) =>
		standing.decided && session.edit(changes.reduce((experiment, { path, to }) => set(experiment, path, to), session.experiment)),
	shelf.fixes,
);
const form = new Form(session);
const log = new PastedLog(() => {
	if (!waiting) return;
	log.draw(waiting[0]);
	updateLoss({ ...waiting[0], log: log.shown });
	drawCharts(...waiting);
});
const standing = new Standing(
	session,
	site.experiment,
	byId("main"),
	(stale) => {
		verdict.stale(stale);
		sweeps.stale(stale);
		sharing.stale(stale);
	},
	(late) => verdict.late(late),
);
const sharing = new Sharing(engine, session, site.files, log, standing, () => tab.write());
const runbar = new RunBar(session);
const sweeps = new Sweeps(session);
const views = new Views();
const time = new Time(session, (picture, ghost, held) => {
	updateFit(picture);
	updateLoss({ ...picture, log: log.shown });
	drawCharts(picture, ghost, held);
	views.draw(picture, ghost, held);
});
views.add("units", () => new Units(engine));
networkOf(session, views, (curve) => charts?.fit.highlight(curve));
for (const id of ["residuals", "gradients", "landscape", "spectrum"])
	views.add(id, async () => {
		const host = byId(`${id}-view`);
		try {
			return await (await import(absolute(site.files.survey))).open(id, host, site.files);
		} catch {
			host.textContent = "This view could not be loaded; reload the page to try again.";
			return { draw() {} };
		}
	});
solving(session, (faults) => form.faults(faults));
new Gallery(session);
const updateFit = liveTable(byId("fit"), fitTable);
const updateLoss = liveTable(byId("loss"), lossTable);

/** @type {{fit: import("./fit.js").FitChart, loss: import("./loss.js").LossChart, sweep: import("./sweepchart.js").SweepChart,
 *   handles: Handles} | undefined} */
let charts;
let live = false;
/** @type {[Picture, Picture | undefined, boolean] | undefined} what waits for the charts to be loaded */
let waiting;

/** @type {import("./loss.js").Judged | undefined} */
let judged;

/**
 * @param {Picture} picture
 * @param {Picture | undefined} ghost
 * @param {boolean} held
 */
function drawCharts(picture, ghost, held) {
	waiting = [picture, ghost, held];
	if (!charts) return;
	const names = { now: "", ghost: "" };
	if (ghost) {
		names.now = runName(picture.run.experiment, ghost.run.experiment) || "now";
		names.ghost = runName(ghost.run.experiment, picture.run.experiment) || "before";
	}
	// Beyond one input and one output there is no curve, and the dots are predictions.
	const plane = picture.run.inputs === 1 && picture.run.outputs === 1;
	find(document, ".key").classList.toggle("key-predicted", !plane);
	find(document, ".key-data").hidden = !plane;
	find(document, ".key-exact").hidden = plane;
	find(document, ".key-ghost").hidden = !ghost;
	find(document, ".key-held").hidden = !plane || picture.run.trained === picture.run.points.length;
	say(find(document, ".key-ghost"), names.ghost);
	say(find(document, ".key-fit"), names.now || (plane ? "fit" : "prediction"));
	find(document, ".key-preview").hidden = !shelf.preview;
	charts.fit.preview = shelf.preview;
	charts.fit.draw(picture, ghost, held);
	charts.handles.draw(picture);
	const { loss } = charts;
	loss.overlays = shelf.overlays();
	loss.judged = judged;
	// A ghost that is pinned has a line already.
	const behind = shelf.pinned(ghost) ? undefined : ghost;
	if (live) loss.draw(picture, behind, names, log.shown);
	// The first drawing of a chart takes ten times longer than the next: not both in one task.
	else setTimeout(() => loss.draw(picture, behind, names, log.shown));
	live = true;
	byId("main").dataset.live = "";
}

async function loadCharts() {
	const pause = () => new Promise((resolve) => setTimeout(resolve)); // several short tasks rather than a long one
	const { FitChart, LossChart, SweepChart } = await import(absolute(site.files.charts));
	await pause();
	const fit = new FitChart(find(byId("fit"), ".chart"), site.options.fit);
	await pause();
	const loss = new LossChart(find(byId("loss"), ".chart"), site.options.loss);
	await pause();
	const sweep = new SweepChart(find(byId("sweep"), ".chart"), site.options.sweep);
	sweeps.attach(sweep);
	charts = { fit, loss, sweep, handles: new Handles(find(byId("fit"), ".plot"), fit, session) };
	for (const button of byId("loss").querySelectorAll("[data-axis]")) {
		button.addEventListener("click", () => {
			const to = /** @type {HTMLElement} */ (button).dataset.axis;
			session.edit(set(session.experiment, "view.loss_axis", to));
		});
	}
	await pause();
	if (waiting) drawCharts(...waiting);
}

theme(() => {
	charts?.fit.restyle();
	charts?.loss.restyle();
	charts?.sweep.restyle();
	views.restyle();
});
byId("undo").addEventListener("click", () => session.undo());
byId("redo").addEventListener("click", () => session.redo());
byId("origin").addEventListener("click", () => session.edit(site.experiment));
shortcuts(session);

form.draw(session.experiment);
standing.edited();
if (standing.holds) verdict.draw(site.diagnosis, true, 1);
// A page that comes back as it was left, fault and all, is what was kept; a link somebody gave is what it says.
const returning = kept?.address === location.hash;
const linked = returning ? false : sharing.open();
// The engine loads meanwhile; the run begins when there is something to watch it with.
loadCharts()
	.catch(() =>
		notice(
			"charts",
			"The charts could not be loaded. The pictures are those of the run the page came with; the numbers are live.",
		),
	)
	.finally(async () => {
		if (!(await linked)) session.start();
	});
