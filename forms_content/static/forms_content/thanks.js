/* Copies the link under which a case is followed: who closes this page may not find it again. */
const link = document.querySelector("[data-link]");
const copy = document.querySelector("[data-copy-link]");

if (link && copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.textContent.trim());
    copy.textContent = copy.dataset.done;
  });
}
