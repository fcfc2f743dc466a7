/* The page of cards: makes them fit, names those that do not, and tells the house when they are printed. */
import { fitAll } from "./fit.js";

const notice = document.querySelector("[data-printed]");
let told = false;

/** Names on paper have left the house: whichever way the page is printed, it is written down. */
async function tell() {
  if (told) return;
  told = true;
  let said = notice.dataset.trouble;
  try {
    const answer = await fetch(notice.dataset.printed, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": notice.dataset.csrf },
      body: JSON.stringify({ told: notice.dataset.told }),
      keepalive: notice.dataset.told.length < 60_000,
    });
    said = (await answer.json()).message ?? said;
  } catch {
    told = false;
  }
  notice.textContent = said;
  notice.hidden = false;
}

export function nameUnfit(names) {
  const place = document.querySelector("[data-unfit]");
  if (!place) return;
  place.textContent = place.dataset.words + names.join("、");
  place.hidden = names.length === 0;
}

nameUnfit(await fitAll(document.querySelector("[data-cards]")));
document.documentElement.dataset.fitted = "yes";
if (notice) {
  document.querySelector("[data-print]").addEventListener("click", () => window.print());
  window.addEventListener("beforeprint", tell);
}
