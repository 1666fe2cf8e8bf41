/** The standard rules, and one of our own: colours, where themes change them, are custom properties. */
export default {
	extends: ["stylelint-config-standard"],
	rules: {
		// site.css names the colours of both themes; anywhere else a literal would escape the dark one.
		"color-no-hex": true,
		"comment-empty-line-before": null,
		"custom-property-empty-line-before": null,
		"declaration-empty-line-before": null,
		// Rules are in the order of the page, and specificity is kept low enough not to need another.
		"no-descending-specificity": null,
		// Safari on iOS knows it by this name only.
		"property-no-vendor-prefix": [true, { ignoreProperties: ["-webkit-text-size-adjust"] }],
		// Names of fonts keep their capitals.
		"value-keyword-case": ["lower", { ignoreProperties: ["font-family", "/^--/"], camelCaseSvgKeywords: true }],
	},
	overrides: [{ files: ["**/site.css"], rules: { "color-no-hex": null } }],
};
