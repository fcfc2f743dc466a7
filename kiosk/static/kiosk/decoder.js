// A picture goes in, the text of its code comes out, or null.
let worker = null;
let ownThread = null;
let lastId = 0;
const waiting = new Map();

const say = (decoder) => { document.body.dataset.decoder = decoder; };

/** Without a worker the plain decoder runs here; slower to the touch, but it reads. */
async function workHere() {
  worker?.terminate();
  worker = null;
  ownThread ??= import("./vendor/qr-decode.js");
  const { decodeQR } = await ownThread;
  say("qr");
  for (const answer of waiting.values()) answer(null);
  waiting.clear();
  return decodeQR;
}

function hear({ data }) {
  if (data.decoder) return say(data.decoder);
  waiting.get(data.id)?.(data.text);
  return waiting.delete(data.id);
}

export function startDecoder() {
  try {
    worker = new Worker(new URL("./decode-worker.js", import.meta.url), { type: "module" });
    worker.addEventListener("message", hear);
    worker.addEventListener("error", workHere);
  } catch {
    workHere();
  }
}

/** Decode one picture; `careful` takes longer and is meant for photos. */
export async function decode(image, { careful = true } = {}) {
  if (worker) {
    lastId += 1;
    const id = lastId;
    const answer = new Promise((resolve) => waiting.set(id, resolve));
    worker.postMessage({ id, image, careful }, [image.data.buffer]);
    return answer;
  }
  try {
    return (await workHere())(image);
  } catch {
    return null;
  }
}
