/* Puts one value into every row of the table of papers; without this, rows left empty take it all the same. */
for (const form of document.querySelectorAll("[data-describe]")) {
  for (const button of form.querySelectorAll("[data-use-for-all]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const name = button.dataset.useForAll;
      const { value } = form.querySelector(`[name="all-${name}"]`);
      for (const field of form.querySelectorAll(`.archive-row [name$="-${name}"]`)) field.value = value;
    });
  }
}
