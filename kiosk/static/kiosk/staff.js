// What staff may change at the door, behind the PIN of the desk. The PIN is kept only while the
// panel is open, because the house asks for it again with every change.
import { Problem, call } from "./api.js";
import { beginShift, isAttended } from "./attended.js";
import { useCamera } from "./camera.js";
import { keepUsualLanguage, offered, onLanguage, pick, t, usualLanguage } from "./language.js";
import { makeKeypad } from "./keypad.js";
import { unpair } from "./pairing.js";
import { current, goHome, register, show } from "./screens.js";
import { byId, checkpoint, isExit, keepSetting, state } from "./state.js";

const MOST = 12;
let pin = "";
let purpose = "";
let busy = false;
let keypad = null;
let onDesk = () => {};

function sentenceOf(error) {
  if (!(error instanceof Problem)) return t("staff_failed");
  const wait = error.retryAfter ? t("wait_seconds", { seconds: error.retryAfter }) : "";
  return [error.message || t("refused"), wait].filter(Boolean).join(" ");
}

async function ask(path, body, place) {
  if (busy) return null;
  busy = true;
  try {
    return (await call(path, { method: "POST", body })) ?? {};
  } catch (error) {
    if (error.status === 401) unpair(error.message);
    else byId(place).textContent = sentenceOf(error);
    return null;
  } finally {
    busy = false;
  }
}

async function tryPin() {
  const typed = keypad.value();
  if (!typed) return;
  const answer = await ask("desk/pin", { pin: typed }, "pin-error");
  keypad.clear();
  if (!answer || current() !== "pin") return;
  if (state.desk.locked) {
    const desk = await ask("desk/unlock", { pin: typed }, "pin-error");
    if (!desk) return;
    onDesk(desk);
    goHome({ byHand: true });
    return;
  }
  if (purpose === "shift") {
    const { shift } = (await ask("desk/shift", { pin: typed }, "pin-error")) ?? {};
    if (!shift) return;
    beginShift(shift);
    goHome({ byHand: true });
    return;
  }
  pin = typed;
  show("staff");
}

function choices(id, options, chosen, onChoose) {
  const labels = options.map(({ value, text, lang }) => {
    const label = document.createElement("label");
    label.className = "choice";
    const input = document.createElement("input");
    Object.assign(input, { type: "radio", name: id, value: String(value), checked: value === chosen });
    input.addEventListener("change", () => onChoose(value));
    const words = document.createElement("span");
    Object.assign(words, { textContent: text, lang: lang ?? "" });
    if (!lang) words.removeAttribute("lang");
    label.append(input, words);
    return label;
  });
  byId(id).replaceChildren(...labels);
}

function draw() {
  if (current() !== "staff") return;
  const { desk, settings } = state;
  byId("staff-desk").textContent = pick(desk.names) || desk.name;
  const points = desk.checkpoints.map(({ id, name }) => ({ value: id, text: pick(name) }));
  choices("staff-checkpoints", points, checkpoint()?.id, (id) => {
    keepSetting("checkpoint", id);
    onDesk(state.desk);
  });
  const events = desk.events.map(({ number, title }) => ({ value: number, text: `${pick(title)} · ${number}` }));
  choices("staff-events", events, desk.event?.number, () => {});
  const languages = offered().map(({ code, tag, name }) => ({ value: code, text: name, lang: tag }));
  choices("staff-languages", languages, usualLanguage(), keepUsualLanguage);
  const cameras = ["user", "environment"].map((value) => ({ value, text: t(`staff_camera_${value}`) }));
  choices("staff-camera", cameras, settings.camera ?? "user", useCamera);
  const sounds = ["on", "off"].map((value) => ({ value, text: t(`staff_sound_${value}`) }));
  choices("staff-sound", sounds, settings.sound ?? "on", (value) => keepSetting("sound", value));
}

async function changeEvent() {
  const number = document.querySelector("#staff-events input:checked")?.value;
  if (!number || number === String(state.desk.event?.number)) return;
  const desk = await ask("desk/event", { pin, number }, "staff-notice");
  if (!desk || current() !== "staff") return;
  onDesk(desk);
  draw();
  byId("staff-notice").textContent = t("staff_event_done");
}

async function showMuster() {
  const muster = await ask("desk/muster", { pin }, "staff-notice");
  if (muster && current() === "staff") show("muster", muster);
}

async function leaveDesk() {
  if (await ask("desk/leave", { pin }, "staff-notice")) unpair(t("left"));
}

function enterPin({ purpose: asked = "" }) {
  purpose = asked;
  byId("pin-error").textContent = "";
  keypad.clear();
}

function enterStaff() {
  byId("staff-notice").textContent = "";
  byId("staff-leave-box").hidden = true;
  byId("staff-muster").hidden = !isExit() && !isAttended();
  draw();
}

export function startStaff(changed) {
  onDesk = changed;
  keypad = makeKeypad({ name: "pin", most: MOST, label: "pin_label", onEnter: tryPin });
  register("pin", { enter: enterPin, leave: () => keypad.clear() });
  register("staff", { enter: enterStaff, leave: () => { pin = ""; } });
  byId("staff-open").addEventListener("click", () => state.desk && current() !== "sending" && show("pin"));
  byId("pin-submit").addEventListener("click", tryPin);
  byId("staff-event-submit").addEventListener("click", changeEvent);
  byId("staff-muster").addEventListener("click", showMuster);
  byId("staff-leave").addEventListener("click", () => {
    byId("staff-leave-box").hidden = false;
    byId("staff-leave-sure").focus();
  });
  byId("staff-leave-sure").addEventListener("click", leaveDesk);
  onLanguage(draw);
}
