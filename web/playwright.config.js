import { defineConfig } from "@playwright/test";
import { installed } from "./browser.js";

/**
 * Browser tests, in e2e/*.spec.js, of the site in static/dist. It is served under a sub-path, as GitHub Pages does, so that
 * a URL which only works at the root of a host fails here first; `page.goto("./")` opens it. The port is any free one, so
 * that two runs on one machine do not meet.
 */
export default defineConfig({
	testDir: "e2e",
	fullyParallel: true,
	forbidOnly: true,
	workers: 2,
	// A machine of CI may be busy elsewhere; what fails twice has failed.
	retries: process.env.CI ? 2 : 0,
	timeout: 120_000,
	expect: { timeout: 20_000 },
	outputDir: "test-results",
	reporter: process.env.CI ? [["list"]] : [["line"]],
	webServer: {
		name: "server",
		command: "go run ./server -addr 127.0.0.1:0 -prefix /some/path/ -dir static/dist",
		cwd: "..",
		wait: { stdout: /Plateau is at (?<plateau_url>http:\S+)/ },
		gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
	},
	use: {
		// The server's line above sets the variable; it is there when a test runs.
		baseURL: process.env.PLATEAU_URL,
		browserName: "chromium",
		screenshot: "only-on-failure",
		launchOptions: {
			executablePath: installed(),
			args: [
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
});
