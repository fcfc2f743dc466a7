// Reads QR codes off the main thread: zxing where WebAssembly runs, plain JavaScript where it is
// blocked, and where zxing sees a code that it cannot read: a cracked screen, most of all. (docs/drills.md)
import { prepareZXingModule, readBarcodes } from "./vendor/zxing-reader.js";

const PATIENCE = 4000;
let read = null;
let start;
const started = new Promise((resolve) => { start = resolve; });

function use(decoder, reader) {
  read = reader;
  start();
  self.postMessage({ decoder });
}

async function startZxing() {
  const locateFile = (file) => new URL(`./vendor/${file}`, import.meta.url).href;
  await prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
  use("zxing", async (image, careful) => {
    const found = await readBarcodes(image, { formats: ["QRCode"], tryHarder: careful, maxNumberOfSymbols: 1, returnErrors: true });
    const text = found.find((code) => code.isValid)?.text ?? null;
    return text === null && found.length ? readOtherwise(image) : text;
  });
}

const plainDecoder = () => import("./vendor/qr-decode.js");

async function readOtherwise(image) {
  const { decodeQR } = await plainDecoder();
  return decodeQR(image);
}

async function startQr() {
  const { decodeQR } = await plainDecoder();
  if (read) return;
  use("qr", async (image) => decodeQR(image));
}

self.addEventListener("message", async ({ data: { id, image, careful } }) => {
  let text = null;
  try {
    await started; // a photo may come before there is a decoder
    text = await read(image, careful);
  } catch {
    text = null;
  }
  self.postMessage({ id, text });
});

setTimeout(() => read ?? startQr(), PATIENCE);
startZxing().catch(startQr);
