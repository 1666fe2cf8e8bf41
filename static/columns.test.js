import assert from "node:assert/strict";
import { test } from "node:test";
import { columnsOf } from "./columns.js";

test("columns have the names they were given, else letters, with numbers where there are several", () => {
	const named = { data: { inputs: ["sepal_length", "width"], targets: ["kind"] } };
	assert.deepEqual(columnsOf(named), { inputs: ["sepal_length", "width"], targets: ["kind"] });
	assert.deepEqual(columnsOf({}), { inputs: ["x"], targets: ["y"] });
	assert.deepEqual(columnsOf({}, { inputs: 2, outputs: 3 }), { inputs: ["x1", "x2"], targets: ["y1", "y2", "y3"] });
	assert.deepEqual(columnsOf(named, { inputs: 3, outputs: 1 }).inputs, ["sepal_length", "width", "x3"]);
	assert.deepEqual(columnsOf({ data: { inputs: "half an edit" } }), { inputs: ["x"], targets: ["y"] });
});
