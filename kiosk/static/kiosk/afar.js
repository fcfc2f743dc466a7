// What staff see of this tablet from afar, and what they ask of it: it says how it is with every question for
// its desk, and does what the answer asks. A tablet without a network does it when the house answers again.
import { countAnswers } from "./answered.js";
import { isDesk } from "./answers.js";
import { call } from "./api.js";
import * as keeping from "./keeping.js";
import { languageTag, onLanguage, pick, t } from "./language.js";
import { handIn } from "./offline.js";
import { canKeep, dropRoster, listFrom } from "./roster.js";
import { current, goHome, show } from "./screens.js";
import { byId, forgetSettings, setup, state } from "./state.js";

const OPEN_WHILE_CLOSED = new Set(["locked", "pin", "staff", "unpaired", "sending", "result", "step", "end", "starting"]);
let battery = null;
let read = null; // the moment of the message that was read here
let wiped = null; // the moment of the request that was done here
let event = null;

async function about() {
  const waiting = canKeep ? (await keeping.queued()).length : 0;
  return {
    battery: battery && Math.round(battery.level * 100),
    charging: battery && battery.charging,
    version: setup.version,
    waiting,
    answers: await countAnswers(),
    list_at: listFrom()?.toISOString() ?? null,
    tablet_time: new Date().toISOString(),
    read_at: read,
    wiped_at: wiped,
  };
}

/** Say how this tablet is; returns the desk. */
export const report = async (options = {}) => call("desk/report", { method: "POST", body: await about(), expects: isDesk, ...options });

function showMessage({ message }) {
  const dialog = byId("message");
  const told = message && message.at !== read;
  if (told) byId("message-text").textContent = message.text;
  if (told && !dialog.open) dialog.showModal();
  if (!told && dialog.open) dialog.close();
}

function showClosed({ locked }) {
  if (locked && !OPEN_WHILE_CLOSED.has(current())) show("locked");
  else if (!locked && current() === "locked") goHome();
}

function sayMoved(desk) {
  const number = desk.event?.number ?? null;
  if (event !== null && number !== null && number !== event) {
    byId("announcer").textContent = t("moved", { event: pick(desk.event.title) });
    if (!["ready", "staff", "pin", "locked"].includes(current())) goHome();
  }
  event = number;
}

/** Hand in what waits, forget the list and the settings, and begin anew. */
async function wipe(asked) {
  if (!asked || asked === wiped) return;
  await handIn();
  dropRoster();
  if (canKeep) await keeping.forgetGuests();
  forgetSettings();
  wiped = asked;
  if (canKeep) await keeping.keepFact("wiped", asked);
  await report();
  location.reload();
}

/** Do what the house asks with its answer about the desk. */
export async function obey(desk) {
  sayMoved(desk);
  showClosed(desk);
  showMessage(desk);
  await wipe(desk.wipe_at);
}

/** Whether guests are turned away here for now. */
export const isClosed = () => Boolean(state.desk?.locked);

function drawClosed() {
  const words = setup.languages.flatMap(({ code }) => {
    const title = document.createElement("p");
    const text = document.createElement("p");
    Object.assign(title, { className: "locked__title", lang: languageTag(code), textContent: t("locked_title", {}, code) });
    Object.assign(text, { className: "locked__text", lang: languageTag(code), textContent: t("locked_text", {}, code) });
    return [title, text];
  });
  byId("locked-words").replaceChildren(...words);
}

async function confirmRead() {
  byId("message").close();
  read = state.desk?.message?.at ?? read;
  if (state.desk) state.desk.message = null;
  if (canKeep) await keeping.keepFact("read", read);
  await report().catch(() => {}); // the next report says so again
}

export async function startAfar() {
  drawClosed();
  onLanguage(drawClosed);
  byId("message").addEventListener("cancel", (cancelled) => cancelled.preventDefault());
  byId("message-read").addEventListener("click", confirmRead);
  document.addEventListener("foyer:unpaired", () => {
    [read, wiped, event] = [null, null, null];
    byId("message").close();
  });
  navigator.getBattery?.().then((known) => { battery = known; }, () => {});
  if (!canKeep) return;
  read = (await keeping.fact("read")) ?? read;
  wiped = (await keeping.fact("wiped")) ?? wiped;
}
