// What a guest answers, sealed so that only the house can open it: not this tablet, not whoever steals it.
// (decision 0013) A key of its own for each letter (ECDH, P-256), the letter's key by HKDF-SHA256, AES-256-GCM.
const INFO = "foyer letterbox";
const PIECE = 256; // bytes; short answers are of one length

export const canSeal = Boolean(globalThis.crypto?.subtle);

const bytesOf = (base64) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

function base64Of(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

/** Seal something for the house; `about` is authenticated with it. */
export async function seal(told, { key, about }) {
  const encoder = new TextEncoder();
  const curve = { name: "ECDH", namedCurve: "P-256" };
  const house = await crypto.subtle.importKey("raw", bytesOf(key), curve, false, []);
  const own = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
  const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: house }, own.privateKey, 256);
  const secret = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
  const letter = await crypto.subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(INFO) },
    secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const plain = encoder.encode(JSON.stringify(told));
  const padded = new Uint8Array(Math.ceil(plain.length / PIECE) * PIECE).fill(0x20);
  padded.set(plain);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const more = encoder.encode(about);
  const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: more }, letter, padded);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", own.publicKey));
  const box = new Uint8Array(point.length + iv.length + sealed.byteLength);
  box.set(point);
  box.set(iv, point.length);
  box.set(new Uint8Array(sealed), point.length + iv.length);
  return base64Of(box);
}
