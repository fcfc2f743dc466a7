// What staff see while they make a screen: the tablet's own screens with invented guests. It asks nobody for
// anything, has no token, and its policy lets it reach nothing.
import { drawLook } from "./look.js";
import { setLanguage, t } from "./language.js";
import { rest, startRest } from "./rest.js";
import { startResult } from "./result.js";
import { register, setHome, show } from "./screens.js";
import { byId, setup, state } from "./state.js";
import { onward, startSteps } from "./steps.js";

const { screen, desk, answers, shows, language } = setup.preview;

function drawDesk() {
  byId("house").textContent = desk.house[state.language] ?? "";
  byId("logo").alt = byId("house").textContent;
  byId("event-title").textContent = desk.event.title[state.language] ?? "";
  byId("place").textContent = desk.name;
  byId("ready-title").textContent = t("ready_title");
  byId("ready-lead").textContent = t("ready_lead");
  byId("clock").textContent = "18:42";
  byId("walk-in-open").hidden = false;
}

function home() {
  show("ready");
  return undefined;
}

function begin() {
  const [name, at] = shows.split(":");
  if (answers[name]) return show("result", { answer: answers[name] });
  if (name === "step" && screen.steps[Number(at)]) {
    state.screen = { ...screen, steps: [screen.steps[Number(at)]] };
    return onward(answers.regular);
  }
  if (name === "end") {
    state.screen = { ...screen, steps: [] };
    return show("end");
  }
  home();
  if (name === "rest") rest();
  return undefined;
}

state.settings = { sound: "off" };
state.screen = screen;
state.desk = desk;
startRest();
register("ready");
startResult();
startSteps();
setHome(home);
setLanguage(language);
drawLook();
drawDesk();
begin();
