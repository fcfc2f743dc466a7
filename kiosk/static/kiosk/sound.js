// Three short sounds made on the spot: come in, seen before, stop.
import { state } from "./state.js";

const SOUNDS = {
  ok: [[659, 0, 0.16], [988, 0.13, 0.32]],
  again: [[587, 0, 0.14], [587, 0.2, 0.2]],
  stop: [[311, 0, 0.22], [233, 0.2, 0.4]],
};
let audio = null;

function wake() {
  const Context = window.AudioContext ?? window.webkitAudioContext;
  if (!Context) return null;
  audio ??= new Context();
  if (audio.state === "suspended") audio.resume().catch(() => {});
  return audio;
}

export function play(name) {
  if (state.settings.sound === "off") return;
  const context = wake();
  if (!context) return;
  for (const [pitch, after, length] of SOUNDS[name]) {
    const start = context.currentTime + after;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.0001, start);
    volume.gain.exponentialRampToValueAtTime(0.28, start + 0.02);
    volume.gain.exponentialRampToValueAtTime(0.0001, start + length);
    tone.connect(volume).connect(context.destination);
    tone.start(start);
    tone.stop(start + length + 0.02);
  }
}

export function startSound() {
  document.addEventListener("pointerdown", wake, { capture: true, passive: true });
}
