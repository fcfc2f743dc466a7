/*
 * Fits a form onto one sheet of A4: the letters shrink step by step; where that is not enough, the page
 * says that a second sheet will be needed.
 */
import "./print.js";

const SIZES = ["10.5pt", "10pt", "9.5pt", "9pt", "8.5pt", "8pt", "7.5pt"];

function fits(sheet) {
  return sheet.scrollHeight <= sheet.clientHeight + 1;
}

function fit(sheet) {
  sheet.classList.add("sheet--one");
  for (const size of SIZES) {
    sheet.style.setProperty("--letters", size);
    if (fits(sheet)) return true;
  }
  sheet.classList.remove("sheet--one");
  return false;
}

await document.fonts.ready;
let whole = true;
for (const sheet of document.querySelectorAll("[data-fit]")) whole = fit(sheet) && whole;
document.querySelector("[data-too-long]").hidden = whole;
document.documentElement.dataset.fitted = whole ? "one" : "more";
