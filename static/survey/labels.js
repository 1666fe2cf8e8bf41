// Names at the ends of lines, which make room for each other from the top down.

/**
 * @param {import("../chart.js").Chart} chart
 * @param {{name: string, at: [number, number], share: number, hue?: string}[]} ends names, where their lines end, how far up that is, 0 at the bottom and 1
 *   at the top, and the custom property of the line's colour where it tells lines apart
 * @returns {import("../chart.js").Option[]}
 */
export function endLabels(chart, ends) {
	const height = chart.plotHeight;
	let last = -Infinity;
	return ends
		.map((end) => ({ ...end, place: height * (1 - end.share) }))
		.sort((a, b) => a.place - b.place)
		.map(({ name, at, place, hue }, i) => {
			last = Math.max(place - 10, last + 17);
			return {
				name: `name ${i}`,
				type: "scatter",
				silent: true,
				symbolSize: 0.1,
				itemStyle: { opacity: 1 }, // the label's too
				z: 5,
				data: [at],
				label: {
					show: true,
					position: "left",
					distance: 0,
					offset: [0, last - place],
					formatter: hue ? `{mark|━} ${name}` : name,
					rich: hue ? { mark: { color: chart.value(hue), fontWeight: "bold" } } : {},
					fontSize: 13,
					color: chart.value("--ink"),
					textBorderColor: chart.value("--page"),
					textBorderWidth: 4,
				},
			};
		});
}

/**
 * What was drawn before and has no successor.
 * @param {import("../chart.js").Option[]} series
 * @param {Set<string>} drawn the names of all series there have been; those of `series` are added
 */
export function withLeftovers(series, drawn) {
	const names = new Set(series.map(({ name }) => name));
	const gone = [...drawn].filter((name) => !names.has(name)).map((name) => ({ name, data: [] }));
	for (const name of names) drawn.add(name);
	return [...series, ...gone];
}
