// Starts the tablet: finds out whether it is a desk, keeps the desk's details fresh, and brings
// every other part together.
import { isClosed, obey, report, startAfar } from "./afar.js";
import { isDesk } from "./answers.js";
import { Unreachable, call } from "./api.js";
import { startAnswered } from "./answered.js";
import { drawShift, startAttended } from "./attended.js";
import { startBadges } from "./badges.js";
import { readPhoto, watchCamera } from "./camera.js";
import { startDecoder } from "./decoder.js";
import { startIdle } from "./idle.js";
import { now, setClock } from "./clock.js";
import { fact, keepFact } from "./keeping.js";
import { clockTime, onLanguage, pick, setLanguage, t, usualLanguage } from "./language.js";
import { found, lost, startOffline } from "./offline.js";
import { noteScreen, startLook, wakeScreen } from "./look.js";
import { startMuster } from "./muster.js";
import { codeInAddress, isPairing, pairScanned, startPairing, unpair } from "./pairing.js";
import { canKeep, dropStale, refreshRoster, wakeRoster } from "./roster.js";
import { startRest } from "./rest.js";
import { listen } from "./scanner.js";
import { current, register, setHome, show } from "./screens.js";
import { startResult } from "./result.js";
import { startSearch } from "./search.js";
import { signInCode, signInHere, startSignIn } from "./signin.js";
import { startSound } from "./sound.js";
import { startSteps } from "./steps.js";
import { startStaff } from "./staff.js";
import { byId, checkpoint, isExit, setup, state } from "./state.js";
import { startWalkIn } from "./walkin.js";

const FRESH = 60_000;
const BROWSERS_KEYS = new Set(["d", "f", "g", "h", "j", "o", "p", "s", "u"]); // with Ctrl: bookmark, find, history, open, print, save, source
const REPORT = 15_000; // between two reports of how the tablet is, and what staff ask of it
const BOOT_AGAIN = 6000;
const BOOT_PATIENCE = 5000; // after a restart without a network the tablet goes on alone
let outdated = false;

function drawDesk() {
  const { desk } = state;
  byId("house").textContent = desk ? pick(desk.house) : t("app_name");
  byId("event-title").textContent = desk?.event ? pick(desk.event.title) : "";
  const point = checkpoint();
  byId("place").textContent = [pick(desk?.names) || desk?.name, point && pick(point.name)].filter(Boolean).join(" · ");
  byId("staff-open").hidden = !desk;
  document.body.dataset.mode = desk?.mode ?? "";
  byId("walk-in-open").hidden = !desk?.event?.walk_ins || isExit();
  drawShift();
  drawLead();
}

function drawLead() {
  const on = ["on", "off"].includes(document.body.dataset.camera);
  const exit = isExit() ? "exit_" : "";
  byId("ready-title").textContent = t(`${exit}ready_title`);
  byId("ready-lead").textContent = t(`${exit}${on ? "ready_lead" : "ready_lead_no_camera"}`);
}

function drawClock() {
  byId("clock").textContent = clockTime(new Date(now()));
}

function takeDesk(desk) {
  state.desk = desk;
  setClock(desk.server_time);
  if (canKeep) keepFact("desk", desk).catch(() => {}); // without room the tablet needs the house, and has it
  drawDesk();
  noteScreen(desk.screen);
}

function goReady({ byHand = false } = {}) {
  if (!state.token) return show("unpaired");
  if (!state.desk) return boot();
  if (outdated) return location.reload();
  if (!byHand && state.language !== usualLanguage()) setLanguage(usualLanguage());
  return show(isClosed() ? "locked" : "ready");
}

/** Take up what the tablet kept of its desk before a restart; false when it kept nothing. */
async function bootAlone() {
  const desk = canKeep ? await fact("desk").catch(() => null) : null;
  if (!desk) return false;
  state.desk = desk;
  await wakeRoster();
  await wakeScreen();
  drawDesk();
  lost();
  setLanguage(usualLanguage());
  goReady();
  return true;
}

/** Bring the sealed roster up to date; the next minute tries again when this one cannot. */
async function keepRoster() {
  try {
    await dropStale();
    await refreshRoster();
  } catch {
    // Signing in goes on: through the house, or by the list as it was.
  }
}

/** Ask for the desk until the house answers; without it the tablet says what it kept, or nothing. */
async function boot() {
  try {
    takeDesk(await call("desk", { patience: BOOT_PATIENCE, expects: isDesk }));
  } catch (error) {
    if (error.status === 401) return unpair(error.message);
    if (error instanceof Unreachable && (await bootAlone())) return undefined;
    show("trouble", { title: "refused_title", text: "connection_lost", sentence: error.message === "unreachable" ? "" : error.message, again: boot });
    setTimeout(() => !state.desk && state.token && current() === "trouble" && boot(), BOOT_AGAIN);
    return undefined;
  }
  setLanguage(usualLanguage());
  goReady();
  await wakeRoster().catch(() => {});
  return refresh({ hidden: false }); // a guest may be at it by now: losing the line here takes nothing from them
}

/** Say how the tablet is and do what the answer asks; a desk that was moved gets its new list at once. */
async function tellAndObey() {
  const before = state.desk.event?.number;
  takeDesk(await report());
  if (state.desk.event?.number !== before) await keepRoster();
  await obey(state.desk);
}

async function refresh({ list = true, hidden = document.hidden } = {}) {
  if (!state.desk || hidden) return;
  await dropStale().catch(() => {}); // whether anybody answers or not
  try {
    await tellAndObey();
    await found();
    if (list) await keepRoster();
  } catch (error) {
    if (error.status === 401) unpair(error.message);
    else lost(error);
  }
}

function onScan(text, source) {
  if (current() === "unpaired") pairScanned(text);
  else if (!isPairing(text) && !isClosed()) signInCode(text, source);
}

async function onPhoto(event) {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  byId("photo-notice").textContent = t("photo_reading");
  const text = await readPhoto(file);
  byId("photo-notice").textContent = text ? "" : t("photo_nothing");
  if (text) onScan(text, "photo");
}

function enterReady() {
  byId("ready-notice").textContent = "";
  byId("photo-notice").textContent = "";
  drawDesk();
}

async function keepShell() {
  if (!("serviceWorker" in navigator)) return;
  const first = !navigator.serviceWorker.controller;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    // A new version is taken up between two guests, never under one's hands.
    outdated = !first;
    if (outdated && current() === "ready") goReady();
  });
  try {
    const registration = await navigator.serviceWorker.register(setup.worker);
    setInterval(() => registration.update().catch(() => {}), 60 * FRESH);
  } catch {
    // Without a kept shell the kiosk works as long as the house can be reached.
  }
}

async function keepAwake() {
  try {
    await navigator.wakeLock?.request("screen");
  } catch {
    // The tablet's own settings then decide when the screen goes dark.
  }
}

/** Nothing a guest's hand does may lead off the page: no menu, no file dropped, no print or open dialog. */
function keepInside() {
  for (const kind of ["contextmenu", "dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
  document.addEventListener("keydown", (event) => {
    const asks = (event.ctrlKey || event.metaKey) && BROWSERS_KEYS.has(event.key.toLowerCase());
    if (asks || event.key === "F1") event.preventDefault();
  });
}

function start() {
  register("ready", { enter: enterReady });
  startPairing(boot);
  startSignIn();
  startResult();
  startSearch();
  startWalkIn();
  startStaff((desk) => {
    takeDesk(desk);
    keepRoster();
  });
  register("locked");
  startMuster();
  startLook();
  startSteps();
  startAnswered();
  startRest();
  startAttended(signInHere);
  startBadges();
  startAfar();
  startOffline({ desk: takeDesk, revoked: unpair });
  startIdle();
  startSound();
  startDecoder();
  setHome(goReady);
  onLanguage(drawDesk);
  onLanguage(drawClock);
  setLanguage(usualLanguage());
  setInterval(drawClock, 1000);
  setInterval(refresh, FRESH);
  setInterval(() => refresh({ list: false }), REPORT);
  listen((text) => onScan(text, "scanner"), (text) => current() === "pin" && /^[0-9]{1,12}$/.test(text));
  watchCamera((text) => onScan(text, "camera"));
  document.addEventListener("foyer:camera", drawLead);
  document.addEventListener("foyer:screen", () => current() === "unpaired" && drawDesk());
  keepInside();
  document.addEventListener("visibilitychange", () => !document.hidden && (keepAwake(), refresh()));
  byId("locked-open").addEventListener("click", () => show("pin"));
  byId("photo-open").addEventListener("click", () => byId("photo-file").click());
  byId("photo-file").addEventListener("change", onPhoto);
  const code = codeInAddress();
  if (code) show("unpaired", { code });
  else if (state.token) boot();
  else show("unpaired");
  keepShell();
  keepAwake();
}

start();
