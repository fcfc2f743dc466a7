/* Copying and printing the recovery codes, which are shown only once. */
const codes = document.querySelector("[data-codes]");
const copy = document.querySelector("[data-copy-codes]");
const print = document.querySelector("[data-print-codes]");

if (codes && copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    const lines = [...codes.children].map((line) => line.textContent.trim());
    await navigator.clipboard.writeText(lines.join("\n"));
    copy.textContent = copy.dataset.done;
  });
}
if (codes && print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
