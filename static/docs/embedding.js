// Snippets name this site by its own address, so that they can be copied as they stand.

import "./bend.js";

const here = new URL("./", document.baseURI).href;

for (const code of document.querySelectorAll(".snippet code")) {
	// A policy names an origin, a snippet an address.
	code.textContent = (code.textContent ?? "")
		.replaceAll("https://plateau.example/", here)
		.replaceAll("https://plateau.example", location.origin);
}
