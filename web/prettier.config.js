/** One layout for JavaScript, CSS, JSON and YAML, so that a change shows only what changed. */
export default { useTabs: true, printWidth: 130 };
