// The camera of the tablet: on, or a reason in words why it is not. Frames are looked at and
// thrown away; no picture leaves this page.
import { decode } from "./decoder.js";
import { onLanguage, t } from "./language.js";
import { current } from "./screens.js";
import { byId, keepSetting, state } from "./state.js";

const PACE = 120;
const WIDEST = 960;
const PHOTO = 1600;
const RETRY = 15_000;
const WATCHED = new Set(["ready", "unpaired", "result", "guest", "step", "end"]);
const canvas = document.createElement("canvas");
let stream = null;
let starting = null;
let deliver = () => {};

const mode = () => document.body.dataset.camera;
const facing = () => state.settings.camera ?? "user";
const views = () => [...document.querySelectorAll("[data-lens] video")];

function say(camera) {
  document.body.dataset.camera = camera;
  describe();
  document.dispatchEvent(new Event("foyer:camera"));
}

function describe() {
  const trouble = ["denied", "insecure", "none"].includes(mode());
  byId("camera-title").textContent = trouble ? t(`camera_${mode()}_title`) : "";
  byId("camera-text").textContent = trouble ? t(`camera_${mode()}`) : "";
}

function reasonOf(error) {
  return ["NotAllowedError", "SecurityError"].includes(error.name) ? "denied" : "none";
}

async function open() {
  if (!window.isSecureContext) return say("insecure");
  if (!navigator.mediaDevices?.getUserMedia) return say("none");
  try {
    const video = { facingMode: { ideal: facing() }, width: { ideal: 1280 }, height: { ideal: 720 } };
    stream = await navigator.mediaDevices.getUserMedia({ audio: false, video });
  } catch (error) {
    return say(reasonOf(error));
  }
  stream.getVideoTracks()[0].addEventListener("ended", () => {
    stopCamera();
    say("none");
  });
  document.body.dataset.facing = stream.getVideoTracks()[0].getSettings().facingMode ?? facing();
  for (const view of views()) view.srcObject = stream;
  playVisible();
  return say("on");
}

/** Ask for the camera, once at a time. */
export function startCamera() {
  if (stream) return Promise.resolve();
  starting ??= open().finally(() => { starting = null; });
  return starting;
}

export function stopCamera() {
  for (const track of stream?.getTracks() ?? []) track.stop();
  for (const view of views()) view.srcObject = null;
  stream = null;
  say("off");
}

export async function useCamera(direction) {
  keepSetting("camera", direction);
  stopCamera();
  await startCamera();
}

function playVisible() {
  for (const view of views()) if (view.srcObject && view.paused) view.play().catch(() => {});
}

function draw(source, width, height, widest) {
  const scale = Math.min(1, widest / Math.max(width, height));
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  paper.drawImage(source, 0, 0, canvas.width, canvas.height);
  return paper.getImageData(0, 0, canvas.width, canvas.height);
}

async function look() {
  const view = views().find((one) => one.srcObject && one.videoWidth > 0 && one.readyState >= 2);
  if (!view || !WATCHED.has(current()) || document.hidden) return;
  const text = await decode(draw(view, view.videoWidth, view.videoHeight, WIDEST));
  if (text && WATCHED.has(current())) deliver(text);
}

async function watch() {
  try {
    await look();
  } finally {
    setTimeout(watch, PACE);
  }
}

/** Read the code in a photo file, or return null. */
export async function readPhoto(file) {
  try {
    const picture = await createImageBitmap(file);
    const image = draw(picture, picture.width, picture.height, PHOTO);
    picture.close();
    return await decode(image);
  } catch {
    return null;
  }
}

export function watchCamera(onCode) {
  deliver = onCode;
  onLanguage(describe);
  byId("camera-retry").addEventListener("click", startCamera);
  document.addEventListener("foyer:screen", playVisible);
  document.addEventListener("visibilitychange", () => (document.hidden ? stopCamera() : startCamera()));
  navigator.mediaDevices?.addEventListener?.("devicechange", startCamera);
  navigator.permissions
    ?.query({ name: "camera" })
    .then((permission) => permission.addEventListener("change", startCamera))
    .catch(() => {});
  setInterval(() => mode() === "none" && !document.hidden && startCamera(), RETRY);
  watch();
  return startCamera();
}
