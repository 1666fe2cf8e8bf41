// For pages that show figures in iframes: gives each the height it asks for. Without it they keep the height they were written with.

addEventListener("message", (event) => {
	if (event.data?.type !== "plateau:height" || !(event.data.height > 0)) return;
	for (const frame of document.querySelectorAll("iframe")) {
		if (frame.contentWindow === event.source) frame.height = String(Math.min(Math.ceil(event.data.height), 4000));
	}
});
