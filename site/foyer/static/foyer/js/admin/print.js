/* Prints the page; a browser's own print does the same. */
document.querySelector("[data-print]").addEventListener("click", () => window.print());
