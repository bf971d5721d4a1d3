// Runs before the first paint, so that a dark page never flashes white. A file of its own: the
// Content-Security-Policy allows no inline script.
(() => {
  let scheme = "auto";
  try {
    scheme = localStorage.getItem("dlwb-colour-scheme") || "auto";
  } catch {
    // Storage can be forbidden; the system's choice then holds.
  }
  const dark = scheme === "dark" || (scheme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.setAttribute("data-mantine-color-scheme", dark ? "dark" : "light");
})();
