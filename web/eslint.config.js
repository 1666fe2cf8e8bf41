import js from "@eslint/js";
import globals from "globals";

/** What a link, a paste or a message brings is text: nothing that turns a string into markup or code. */
const markup = "What a person or a link brings is text, never markup: use textContent, or build elements.";

export default [
	{ ignores: ["static/dist/", "**/node_modules/", "web/test-results/", "web/playwright-report/", "build/"] },
	js.configs.recommended,
	{
		rules: {
			eqeqeq: "error",
			"no-eval": "error",
			"no-implied-eval": "error",
			"no-new-func": "error",
			"no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
			"no-var": "error",
			"object-shorthand": "error",
			"prefer-const": "error",
			"max-lines": ["error", 400],
			"no-restricted-properties": ["error", { object: "document", property: "write", message: markup }],
			"no-restricted-syntax": [
				"error",
				{ selector: "AssignmentExpression > MemberExpression.left[property.name=/^(inner|outer)HTML$/]", message: markup },
				{ selector: "CallExpression[callee.property.name='insertAdjacentHTML']", message: markup },
			],
		},
	},
	{ files: ["static/**/*.js"], languageOptions: { globals: globals.browser }, rules: { "no-console": "error" } },
	// What the builder puts in: built.d.ts in each folder.
	{
		files: ["static/embed/*.js"],
		languageOptions: {
			globals: { PLATEAU_FILES: "readonly", PLATEAU_PARTS: "readonly", PLATEAU_ORIGIN: "readonly", PLATEAU_STYLE: "readonly" },
		},
	},
	{ files: ["static/survey/*.js"], languageOptions: { globals: { PLATEAU_SURVEY: "readonly" } } },
	{ files: ["static/**/*worker*.js"], languageOptions: { globals: globals.worker } },
	{ files: ["web/**/*.js", "**/*.test.js"], languageOptions: { globals: globals.node } },
	// Functions given to page.evaluate run in the browser.
	{ files: ["web/{e2e,bench,measure}/**/*.js"], languageOptions: { globals: globals.browser } },
];
