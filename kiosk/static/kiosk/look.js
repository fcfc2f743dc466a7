// What marketing made this tablet show: colours, pictures, greetings. It comes with the desk's usual question,
// lies on the tablet for the time without a network, and without one of its own a tablet has the standard look.
import { call } from "./api.js";
import { isScreen } from "./answers.js";
import * as keeping from "./keeping.js";
import { pick } from "./language.js";
import { canKeep } from "./roster.js";
import { byId, state } from "./state.js";

const PICTURES = "foyer-pictures"; // a cache of the browser's, given out by the service worker
let asking = false;

const steps = () => state.screen?.steps ?? [];

/** Whether a step asks how many have come, so that the door need not. */
export const asksParty = () => steps().some(({ kind }) => kind === "party") && state.desk?.mode === "self";

/** The line above a guest's name; nothing for the usual word. */
export const greetingOf = (guest, language) => pick(state.screen?.greetings?.[guest.kind], language);

const TOKENS = {
  "--color-bg": "ground", "--color-surface": "ground", "--color-sunken": "ground", "--color-text": "ink", "--color-muted": "ink",
  "--color-accent": "accent", "--color-accent-strong": "accent", "--color-on-accent": "on_accent", "--color-brass": "accent",
  "--color-line-strong": "ink", "--color-focus": "accent",
};

/** Show colours, logo and background; the standard look where there are none. */
export function drawLook() {
  const look = state.screen?.look;
  const { style } = document.documentElement;
  for (const [token, name] of Object.entries(TOKENS)) {
    if (look) style.setProperty(token, look[name]);
    else style.removeProperty(token);
  }
  style.colorScheme = look ? (look.dark ? "dark" : "light") : "";
  style.setProperty("--picture", look?.background ? `url("${encodeURI(look.background.url)}")` : "none");
  document.body.toggleAttribute("data-look", Boolean(look));
  document.body.toggleAttribute("data-picture", Boolean(look?.background));
  const logo = byId("logo");
  logo.hidden = !look?.logo;
  byId("house").classList.toggle("visually-hidden", Boolean(look?.logo));
  if (look?.logo) Object.assign(logo, { src: look.logo.url, width: look.logo.width, height: look.logo.height });
  else logo.removeAttribute("src");
}

function picturesOf(screen) {
  const { look, rest, gifts } = screen;
  const all = [look.logo, look.background, ...rest.slides, ...gifts.map((gift) => gift.picture)];
  return new Set(all.map((picture) => picture?.url).filter(Boolean));
}

/** Keep the pictures of a screen, and none of another. */
async function keepPictures(screen) {
  if (!globalThis.caches) return;
  const wanted = screen ? picturesOf(screen) : new Set();
  const cache = await caches.open(PICTURES);
  for (const { url } of await cache.keys()) {
    if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
  }
  for (const url of wanted) {
    if (!(await cache.match(url))) await cache.add(url).catch(() => {}); // the next question tries again
  }
}

function take(screen) {
  state.screen = screen;
  drawLook();
  document.dispatchEvent(new Event("foyer:look"));
}

/** Bring the screen up to date when the house names another than the one that is shown. */
export async function noteScreen(stamp = "") {
  if (asking || (state.screen?.stamp ?? "") === (stamp ?? "")) return;
  asking = true;
  try {
    const { screen } = stamp ? await call("desk/screen", { expects: isScreen }) : { screen: null };
    await keepPictures(screen).catch(() => {});
    if (canKeep) await keeping.keepFact("screen", screen).catch(() => {});
    take(screen);
  } catch {
    // The tablet shows what it has; the next question for its desk tries again.
  } finally {
    asking = false;
  }
}

/** Take up the screen that was kept before a restart. */
export async function wakeScreen() {
  const screen = canKeep ? await keeping.fact("screen").catch(() => null) : null;
  if (screen && isScreen({ screen })) take(screen);
}

export function startLook() {
  document.addEventListener("foyer:unpaired", () => {
    take(null);
    keepPictures(null).catch(() => {});
  });
}
