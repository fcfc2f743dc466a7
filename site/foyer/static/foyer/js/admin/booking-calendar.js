/*
 * Moving bookings in the calendar of rooms, with the mouse or the arrow keys. Nothing is moved before somebody
 * says so: a drop, or Enter, opens the question, which posts the form the page for moving a booking has as well.
 * Without this script that page is reached by the link in each booking; so it is by a finger, which scrolls.
 */
const STEP = 30 * 60_000;
const DAY = 24 * 60 * 60_000;
const NEAR = 5; // pixels a hand may shake
const EDGE = 10; // pixels at the end of a booking that make it longer

// Moments are the house's own clock, wherever the browser stands: reckoned as if all were in one zone.
const read = (text) => Date.parse(`${text}Z`);
const write = (moment) => new Date(moment).toISOString().slice(0, 16);

const calendar = document.querySelector("[data-calendar]");
const dialog = document.querySelector("#calendar-ask");
const said = document.querySelector("[data-calendar-said]");
const isDay = calendar?.dataset.calendar === "day";
let asked = null;

function kept(bar) {
  const { starts, ends, room } = bar.dataset;
  return { starts: read(starts), ends: read(ends), room };
}

const wishes = new WeakMap();
const wish = (bar) => wishes.get(bar) ?? kept(bar);

function isMoved(bar) {
  const was = kept(bar);
  const is = wish(bar);
  return was.starts !== is.starts || was.ends !== is.ends || was.room !== is.room;
}

function nameOf(room) {
  return calendar.querySelector(`[data-room-line="${room}"]`)?.dataset.roomName ?? "";
}

function words({ starts, ends, room }) {
  const [day, from] = write(starts).split("T");
  const [last, to] = write(ends).split("T");
  return `${nameOf(room)} · ${day} ${from}–${last === day ? "" : `${last} `}${to}`;
}

/* Show a booking where it is wished to be. */
function place(bar) {
  const { starts, ends, room } = wish(bar);
  bar.classList.toggle("booking-bar--moving", isMoved(bar));
  if (isDay) {
    const first = read(calendar.dataset.first);
    const whole = read(calendar.dataset.last) - first;
    bar.style.insetInlineStart = `${(100 * (starts - first)) / whole}%`;
    bar.style.inlineSize = `${(100 * (ends - starts)) / whole}%`;
  }
  const day = write(starts).slice(0, 10);
  const at = isDay ? `[data-room-line="${room}"]` : `[data-room-line="${room}"][data-day="${day}"]`;
  const line = calendar.querySelector(at);
  if (line && bar.parentElement !== line) line.append(bar);
}

function put(bar, wanted) {
  const now = { ...wish(bar), ...wanted };
  if (now.ends - now.starts < STEP) return;
  wishes.set(bar, now);
  place(bar);
}

function leave(bar) {
  wishes.delete(bar);
  place(bar);
}

function ask(bar) {
  if (!isMoved(bar)) return;
  asked = bar;
  const { starts, ends, room } = wish(bar);
  const [day, from] = write(starts).split("T");
  const [last, to] = write(ends).split("T");
  const form = dialog.querySelector("form");
  const values = { seen: bar.dataset.version, room, day, starts: from, ends: to, last_day: last };
  form.action = bar.dataset.move;
  for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
  dialog.querySelector("[data-ask-what]").textContent = bar.querySelector("a").textContent;
  dialog.querySelector("[data-ask-before]").textContent = words(kept(bar));
  dialog.querySelector("[data-ask-after]").textContent = words(wish(bar));
  dialog.showModal();
}

/* ---- the mouse ---- */
function lineAt(x, y) {
  return document.elementsFromPoint(x, y).find((one) => one.matches("[data-room-line]"));
}

function drag(bar, down) {
  const was = wish(bar);
  const box = bar.getBoundingClientRect();
  const resizes = isDay && box.right - down.clientX < EDGE;
  let isDragged = false;

  function move(event) {
    const far = Math.hypot(event.clientX - down.clientX, event.clientY - down.clientY);
    if (!isDragged && far < NEAR) return;
    if (!isDragged) bar.setPointerCapture(down.pointerId);
    isDragged = true;
    event.preventDefault();
    const line = lineAt(event.clientX, event.clientY);
    if (!isDay) {
      const shift = line ? read(`${line.dataset.day}T00:00`) - read(`${write(was.starts).slice(0, 10)}T00:00`) : 0;
      const room = line?.dataset.roomLine ?? was.room;
      put(bar, { starts: was.starts + shift, ends: was.ends + shift, room });
      return;
    }
    const width = bar.parentElement.getBoundingClientRect().width;
    const whole = read(calendar.dataset.last) - read(calendar.dataset.first);
    const shift = Math.round(((event.clientX - down.clientX) / width) * (whole / STEP)) * STEP;
    if (resizes) put(bar, { ends: was.ends + shift });
    else put(bar, { starts: was.starts + shift, ends: was.ends + shift, room: line?.dataset.roomLine ?? was.room });
  }

  function drop(event) {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", drop);
    document.removeEventListener("pointercancel", drop);
    if (!isDragged) return;
    // The click that follows a drop opens no page.
    bar.addEventListener("click", (click) => click.preventDefault(), { capture: true, once: true });
    if (event.type === "pointerup") ask(bar);
    else leave(bar);
  }

  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", drop);
  document.addEventListener("pointercancel", drop);
}

/* ---- the keys ---- */
function neighbour(room, step) {
  const rooms = [...new Set([...calendar.querySelectorAll("[data-room-line]")].map((one) => one.dataset.roomLine))];
  return rooms[rooms.indexOf(room) + step] ?? room;
}

function press(bar, event) {
  const { starts, ends, room } = wish(bar);
  const sideways = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const upward = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (sideways) {
    const shift = sideways * (isDay ? STEP : DAY);
    if (event.shiftKey) put(bar, { ends: ends + sideways * STEP });
    else put(bar, { starts: starts + shift, ends: ends + shift });
  } else if (upward) put(bar, { room: neighbour(room, upward) });
  else if (event.key === "Escape" && isMoved(bar)) leave(bar);
  else if (event.key === "Enter" && isMoved(bar)) ask(bar);
  else return;
  event.preventDefault();
  said.textContent = words(wish(bar));
  bar.querySelector("a").focus();
}

if (calendar && dialog) {
  calendar.addEventListener("dragstart", (event) => event.preventDefault()); // a link is no picture to be carried
  calendar.addEventListener("pointerdown", (event) => {
    const bar = event.target.closest("[data-move]");
    if (bar && event.button === 0 && event.pointerType !== "touch") drag(bar, event);
  });
  calendar.addEventListener("keydown", (event) => {
    const bar = event.target.closest("[data-move]");
    if (bar && event.target.matches(".booking-bar__name") && !event.ctrlKey && !event.metaKey && !event.altKey) {
      press(bar, event);
    }
  });
  dialog.querySelector("[data-ask-leave]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => {
    if (!asked) return;
    leave(asked);
    asked.querySelector("a").focus();
    asked = null;
  });
}
