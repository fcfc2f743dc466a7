// One view for each kind of step. A view fills `box`, calls `give(told)` when a tap is the whole answer, and may
// return {next(): told | null | undefined, label(): key}: what the button for going on says and sends; null asks
// again, undefined skips. Nothing the house knows about the guest is ever shown here.
import { pick, t } from "./language.js";
import { makePad } from "./pad.js";
import { setup, state } from "./state.js";

const make = (tag, more = {}, ...inside) => {
  const node = Object.assign(document.createElement(tag), more);
  node.append(...inside);
  return node;
};
const button = (className, text, act) => {
  const node = make("button", { type: "button", className, textContent: text });
  node.addEventListener("click", act);
  return node;
};

function party({ box, give, run }) {
  const most = Math.max(1, run.guest.party_limit ?? 1);
  const numbers = Array.from({ length: most }, (_, at) => {
    const one = button("numbers__one", String(at + 1), () => give({ people: at + 1 }));
    one.dataset.people = String(at + 1);
    return one;
  });
  box.append(make("div", { className: "numbers" }, ...numbers));
}

function dietary({ box, step, changed }) {
  const chosen = new Set();
  const toggles = step.taboos.map((words, at) => {
    const one = button("toggle", pick(words), () => {
      if (!chosen.delete(at)) chosen.add(at);
      one.setAttribute("aria-pressed", String(chosen.has(at)));
      changed();
    });
    one.setAttribute("aria-pressed", "false");
    return one;
  });
  const text = make("textarea", { className: "field__input", rows: 2, maxLength: 300, autocomplete: "off" });
  text.addEventListener("input", changed);
  const label = make("label", { className: "field" }, make("span", { className: "field__label", textContent: t("step_other") }), text);
  box.append(make("div", { className: "toggles" }, ...toggles), label);
  const said = () => ({ taboos: [...chosen].map((at) => pick(step.taboos[at], setup.default)), text: text.value.trim() });
  const empty = () => chosen.size === 0 && text.value.trim() === "";
  return { next: () => (empty() ? { as_known: true } : said()), label: () => (empty() ? "step_as_known" : "step_next") };
}

function photos({ box, step, give }) {
  const say = (yes) => give({ yes, text: pick(step.text), language: state.language });
  box.append(make("div", { className: "choices-two" },
    button("button button--main button--large", t("step_yes"), () => say(true)),
    button("button button--large", t("step_no"), () => say(false))));
}

const FIELDS = [["phone", "tel", 40], ["email", "email", 254], ["company", "text", 200], ["title", "text", 100]];

function contact({ box, refuse, changed }) {
  const fields = FIELDS.map(([name, type, maxLength]) => {
    const input = make("input", { className: "field__input", name, type, maxLength, autocomplete: "off", spellcheck: false });
    input.addEventListener("input", changed);
    return make("label", { className: "field" }, make("span", { className: "field__label", textContent: t(`step_${name}`) }), input);
  });
  const form = make("form", { className: "form form--two", noValidate: true }, ...fields);
  form.addEventListener("submit", (event) => event.preventDefault());
  box.append(form);
  const told = () => Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, text.trim()]).filter(([, text]) => text));
  const next = () => {
    const said = told();
    if (!Object.keys(said).length) return undefined;
    if (said.phone && said.phone.replace(/\D/g, "").length < 4) return refuse(t("step_phone_wrong"));
    if (said.email && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(said.email)) return refuse(t("step_email_wrong"));
    return said;
  };
  return { next, label: () => (Object.keys(told()).length ? "step_next" : "step_unchanged") };
}

function signature({ box, step, refuse, changed }) {
  const canvas = make("canvas", { className: "pad", width: 900, height: 300 });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", t("step_sign_here"));
  const pad = makePad(canvas, changed);
  box.append(canvas, make("p", { className: "row" }, button("button button--quiet", t("step_again"), pad.wipe)));
  const next = () => (pad.empty() ? refuse(t("step_sign_first")) : { picture: pad.picture(), text: pick(step.text) });
  return { next, label: () => "step_next" };
}

const MOUTH = 11; // how far the corners of the widest smile are from its middle

function face(at, count) {
  const bend = Math.round(MOUTH * (1 - (2 * at) / (count - 1)));
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 64 64");
  svg.setAttribute("aria-hidden", "true");
  svg.classList.add("face__drawing");
  for (const d of ["M32 4a28 28 0 1 1 0 56 28 28 0 0 1 0-56", "M23 24v4M41 24v4", `M21 ${42 - (bend >> 1)} Q32 ${42 + bend} 43 ${42 - (bend >> 1)}`]) {
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

function smiley({ box, step, give }) {
  const faces = step.choices.map(({ key, words }, at) => {
    const one = button("face", "", () => give({ form: step.form, choice: key, language: state.language }));
    one.append(face(at, step.choices.length), make("span", { textContent: pick(words) }));
    one.dataset.choice = key;
    return one;
  });
  box.append(make("div", { className: "faces" }, ...faces));
}

function gift({ box, give }) {
  const cards = state.screen.gifts.map(({ id, name, left, picture }) => {
    const one = button("gift", "", () => give({ gift: id }));
    if (picture) one.append(make("img", { src: picture.url, width: picture.width, height: picture.height, alt: "", className: "gift__picture" }));
    one.append(make("span", { className: "gift__name", textContent: pick(name) }));
    if (!left) one.append(make("span", { textContent: t("step_gift_gone") }));
    one.disabled = !left;
    one.dataset.gift = String(id);
    return one;
  });
  box.append(make("div", { className: "gifts" }, ...cards));
}

export const VIEWS = { party, dietary, photos, contact, signature, smiley, gift };
