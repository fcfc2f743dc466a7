// What this tablet knows. Only its own token and settings are ever stored; nothing about a guest.
const TOKEN = "foyer.desk";
const SETTINGS = "foyer.settings";

export const setup = JSON.parse(document.getElementById("setup").textContent);

function read(key) {
  if (setup.preview) return null; // what staff look at in the admin is no tablet
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  if (setup.preview) return;
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing still signs guests in; it has to be paired after each restart.
  }
}

function readSettings() {
  try {
    return JSON.parse(read(SETTINGS)) ?? {};
  } catch {
    return {};
  }
}

export const state = { token: read(TOKEN), desk: null, screen: null, settings: readSettings(), language: setup.default };

export function keepToken(token) {
  state.token = token;
  write(TOKEN, token);
}

export function keepSetting(name, value) {
  state.settings[name] = value;
  write(SETTINGS, JSON.stringify(state.settings));
}

/** Forget what staff chose on this tablet. */
export function forgetSettings() {
  state.settings = {};
  write(SETTINGS, null);
}

/** Forget the desk: after it was revoked, or when staff take the tablet out of service. */
export function forgetDesk() {
  keepToken(null);
  state.desk = null;
  delete state.settings.checkpoint;
  write(SETTINGS, JSON.stringify(state.settings));
}

/** The checkpoint this tablet serves: the one staff chose, else the event's first. */
export function checkpoint() {
  const all = state.desk?.checkpoints ?? [];
  return all.find((one) => one.id === state.settings.checkpoint) ?? all[0] ?? null;
}

/** Whether guests sign out at this tablet. */
export const isExit = () => state.desk?.mode === "exit";

/** A random id (version 4). crypto.randomUUID is missing where the address is not secure. */
export function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export const byId = (id) => document.getElementById(id);
