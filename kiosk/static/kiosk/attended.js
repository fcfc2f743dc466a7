// Staff at this tablet: once the PIN was typed they see who stands before them, and set right what is wrong.
// The pass of the shift lies in memory only, and is gone when nobody has touched the tablet for a while.
import { Problem, Unreachable, call } from "./api.js";
import { printBadge, printsBadges } from "./badges.js";
import { clockTime, onLanguage, t } from "./language.js";
import { isAlone, lost } from "./offline.js";
import { goHome, register, show } from "./screens.js";
import { byId, checkpoint, newId, state } from "./state.js";

const SHORT = 2500; // milliseconds a guest who is in waits for their card
const REST = 900_000; // without a touch
const DETAILS = ["form_of_address", "company", "place", "dietary_notes", "host", "flags"];
let shift = null;
let touchedAt = 0;
let met = null; // {card, by, answer}
let busy = false;
let onSignIn = () => {};

export const isAttended = () => state.desk?.mode === "attended";

/** The pass of the shift; null while nobody of the staff has typed the PIN. */
export const heldShift = () => (isAttended() ? shift : null);

export function beginShift(pass) {
  shift = pass;
  touchedAt = Date.now();
  draw();
}

/** Whether staff are undoing a sign-in on the card, or typing who comes instead. */
export const isSettingRight = () => !byId("guest-undo").hidden || !byId("guest-swap").hidden;

function endShift() {
  shift = null;
  draw();
}

/** Show whether staff are here, on the first screen. */
export function drawShift() {
  byId("attend").hidden = !isAttended();
  byId("attend-text").textContent = t(shift ? "attend_here" : "attend_none");
  byId("attend-open").textContent = t(shift ? "attend_end" : "attend_begin");
}

const naming = ({ code, ref }) => (ref ? { ref } : { code });

async function ask(by, path, more = {}, options = {}) {
  const body = { shift, checkpoint: checkpoint()?.id, ...naming(by), ...more };
  return call(path, { method: "POST", body, ...options });
}

/** Show the guest of an answer, or of a hit of the name search; the plain answer where there is no card. */
export async function showGuest({ by, answer = null }) {
  if (answer && isAlone()) return show("result", { answer }); // the queue does not wait for a house that is away
  let card;
  try {
    card = await ask(by, "desk/guest", {}, answer ? { patience: SHORT } : {});
  } catch (error) {
    if (error.code === "not_attended") endShift();
    if (error instanceof Unreachable) lost(error);
    if (answer) return show("result", { answer });
    if (error instanceof Unreachable) return show("trouble", { title: "trouble_title", text: "trouble", again: () => showGuest({ by }) });
    return show("trouble", { title: "refused_title", sentence: error.message, text: "refused", again: null });
  }
  return show("guest", { comes: { by: { ref: card.ref }, answer, card } });
}

function factOf(name, text) {
  const box = document.createElement("div");
  const term = Object.assign(document.createElement("dt"), { textContent: t(`detail_${name}`) });
  const words = Object.assign(document.createElement("dd"), { textContent: text });
  box.dataset.detail = name;
  box.append(term, words);
  return box;
}

function draw() {
  drawShift();
  if (!met?.card) return;
  const { card, answer } = met;
  const since = card.signed_in_at ? t("guest_in", { time: clockTime(new Date(card.signed_in_at)), count: card.party }) : t("guest_not_in");
  byId("guest-answer").textContent = [answer?.message, since].filter(Boolean).join(" ");
  byId("guest-name").textContent = card.name;
  const told = DETAILS.filter((name) => card.details[name]).map((name) => factOf(name, card.details[name]));
  byId("guest-facts").replaceChildren(...told);
  byId("guest-sign-in").hidden = card.party > 0;
  byId("guest-swap-open").hidden = card.party > 0;
  byId("guest-companion").hidden = card.party === 0;
  byId("guest-sign-out").hidden = card.party === 0;
  byId("guest-undo-open").hidden = card.party === 0;
  byId("guest-badge").hidden = !printsBadges() || card.party === 0;
  byId("guest-badge").textContent = t(card.badges > 0 ? "guest_badge_again" : "guest_badge");
  byId("guest-badges").textContent = printsBadges() && card.badges > 0 ? t("guest_badges", { count: card.badges }) : "";
}

function close() {
  byId("guest-undo").hidden = true;
  byId("guest-swap").hidden = true;
  byId("guest-swap").reset();
  byId("guest-notice").textContent = "";
}

function refused(error) {
  if (error.code === "not_attended") {
    endShift();
    return goHome();
  }
  byId("guest-notice").textContent = error instanceof Problem ? error.message || t("refused") : t("staff_failed");
  return undefined;
}

/** Ask for something about the guest on the card; a refusal once another stands there is not shown. */
async function act(path, more) {
  if (busy) return null;
  busy = true;
  const about = met;
  try {
    return await ask(about.by, path, more);
  } catch (error) {
    if (met === about) refused(error);
    return null;
  } finally {
    busy = false;
  }
}

async function change(path, said, more) {
  const about = met;
  const card = await act(path, more);
  if (!card || met !== about) return Boolean(card);
  Object.assign(met, { card, answer: null, by: { ref: card.ref } });
  close();
  byId("guest-notice").textContent = t(said);
  draw();
  return true;
}

/** Count one more in; the id stays until the house has answered, so that a second tap after a lost answer counts none. */
async function addCompanion() {
  const about = met;
  about.companion ??= newId();
  if (await change("desk/guest/companion", "guest_companion_done", { id: about.companion })) about.companion = null;
}

async function swap(event) {
  event.preventDefault();
  const { name, company } = Object.fromEntries(new FormData(byId("guest-swap")));
  const about = met;
  about.swap ??= newId(); // a repeat after a lost answer signs nobody in twice
  const answer = await act("desk/guest/swap", { id: about.swap, name, company });
  if (answer && met === about) show("result", { answer });
}

/** Print the badge because staff ask for it; the guest stays as they are. */
async function reprint() {
  const about = met;
  about.print ??= newId(); // a repeat after a lost answer is the same printing
  const badge = await act("desk/guest/badge", { id: about.print });
  if (!badge) return;
  about.print = null;
  about.card.badges += 1;
  if (met === about) {
    byId("guest-notice").textContent = t("badge_printing");
    draw();
  }
  await printBadge(badge);
}

async function signOut() {
  const about = met;
  about.signOut ??= newId(); // a repeat after a lost answer is the same departure
  const answer = await act("desk/sign-outs", { id: about.signOut });
  if (answer && met === about) show("result", { answer });
}

function openPart(id, focus) {
  close();
  byId(id).hidden = false;
  byId(focus).focus();
}

export function startAttended(signIn) {
  onSignIn = signIn;
  register("guest", {
    enter: ({ comes = null }) => {
      met = comes;
      close();
      draw();
    },
    leave: () => {
      met = null;
      close();
      for (const id of ["guest-answer", "guest-name", "guest-facts", "guest-badges"]) byId(id).replaceChildren();
    },
  });
  byId("attend-open").addEventListener("click", () => (shift ? endShift() : show("pin", { purpose: "shift" })));
  byId("guest-sign-in").addEventListener("click", () => onSignIn({ ref: met.card.ref, shift }));
  byId("guest-companion").addEventListener("click", addCompanion);
  byId("guest-badge").addEventListener("click", reprint);
  byId("guest-sign-out").addEventListener("click", signOut);
  byId("guest-undo-open").addEventListener("click", () => openPart("guest-undo", "guest-undo-mistake"));
  for (const button of byId("guest-undo").querySelectorAll("[data-reason]")) {
    button.addEventListener("click", () => change("desk/guest/undo", "guest_undone", { reason: t(button.dataset.reason) }));
  }
  byId("guest-swap-open").addEventListener("click", () => openPart("guest-swap", "guest-swap-name"));
  byId("guest-swap").addEventListener("submit", swap);
  document.addEventListener("pointerdown", () => { touchedAt = Date.now(); }, { capture: true, passive: true });
  document.addEventListener("keydown", () => { touchedAt = Date.now(); }, { capture: true });
  document.addEventListener("foyer:unpaired", endShift);
  setInterval(() => shift && (!isAttended() || state.desk.locked || Date.now() - touchedAt > REST) && endShift(), 5000);
  onLanguage(draw);
}
