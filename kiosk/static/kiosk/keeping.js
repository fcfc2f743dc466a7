// What the tablet keeps through a restart, in IndexedDB. Guests lie there sealed, each under a name and a
// key that only their own code gives; the queue names them by a handle that only the house can read.
import { openDB } from "./vendor/idb.js";

const STORES = { facts: null, guests: "id", arrived: "key", left: "id", queue: "id", answers: "id" };
let opening = null;

/** The tablet cannot keep a guest it would let in: its storage is full, or closed to this page. */
export class NoRoom extends Error {}

function upgrade(base) {
  for (const [name, keyPath] of Object.entries(STORES)) {
    if (base.objectStoreNames.contains(name)) continue;
    const store = base.createObjectStore(name, keyPath ? { keyPath } : undefined);
    if (name === "guests") store.createIndex("name", "name");
    if (name === "queue") store.createIndex("at", "at");
  }
}

const forget = () => { opening = null; }; // the next one who asks opens it anew

async function open() {
  opening ??= openDB("foyer-kiosk", 3, { upgrade, terminated: forget });
  try {
    return await opening;
  } catch (error) {
    forget();
    throw error;
  }
}

/** Write in one piece, on the disk when it returns; throws NoRoom when nothing could be kept. */
async function write(stores, put) {
  try {
    const work = (await open()).transaction(stores, "readwrite", { durability: "strict" });
    await Promise.all([...put((name) => work.objectStore(name)), work.done]);
  } catch (error) {
    throw new NoRoom("not kept", { cause: error });
  }
}

const arrivalKey = (checkpoint, guest) => `${checkpoint}/${guest}`;

export const fact = async (name) => (await open()).get("facts", name);
export const keepFact = async (name, value) => (await open()).put("facts", value, name);

export const sealedGuest = async (name) => (await open()).getFromIndex("guests", "name", name);
export const countGuests = async () => (await open()).count("guests");
export const arrival = async (checkpoint, guest) => (await open()).get("arrived", arrivalKey(checkpoint, guest));

export const leftAt = async (guest) => (await (await open()).get("left", guest))?.at ?? null;
export const keepLeft = async (guest, at) => (await open()).put("left", { id: guest, at });

/** Take what the house told: all of it, or what has changed. What it has not heard yet stands through it. */
export async function keepRoster({ full, entries, arrived, left }, about) {
  const work = (await open()).transaction(["guests", "arrived", "left", "facts", "queue"], "readwrite");
  const [guests, passed, gone] = ["guests", "arrived", "left"].map((name) => work.objectStore(name));
  const waiting = full ? await work.objectStore("queue").index("at").getAll() : [];
  if (full) for (const store of [guests, passed, gone]) store.clear();
  for (const [id, at] of left) {
    if (at) gone.put({ id, at });
    else gone.delete(id);
  }
  for (const [id, name, box] of entries) guests.put({ id, name, box });
  for (const [checkpoint, guest, at, desk] of arrived) {
    const key = arrivalKey(checkpoint, guest);
    if (at) passed.put({ key, at, desk });
    else passed.delete(key);
  }
  for (const scan of waiting) {
    if (scan.guest === undefined) continue; // of an earlier version of this app
    if (scan.leaving) gone.put({ id: scan.guest, at: scan.scanned_at });
    else {
      gone.delete(scan.guest);
      passed.put({ key: arrivalKey(scan.checkpoint, scan.guest), at: scan.scanned_at, desk: scan.desk ?? "" });
    }
  }
  work.objectStore("facts").put(about, "roster");
  await work.done;
}

export async function keepArrival(checkpoint, guest, { at, desk }) {
  await (await open()).put("arrived", { key: arrivalKey(checkpoint, guest), at, desk });
}

/**
 * Keep a guest who was let in: what the house has to be told, and that they are in, or neither.
 * Throws NoRoom when nothing could be kept; the guest then has not been let in.
 */
export async function enqueue(scan, guest, { at, desk }) {
  await write(["queue", "arrived", "left"], (store) => [
    store("queue").put({ ...scan, guest, desk }),
    store("left").delete(guest),
    store("arrived").put({ key: arrivalKey(scan.checkpoint, guest), at, desk }),
  ]);
}

/** Keep a guest who was let out: what the house has to be told, and that they are gone, or neither; else NoRoom. */
export async function enqueueLeaving(scan, guest, at) {
  await write(["queue", "left"], (store) => [
    store("queue").put({ ...scan, guest }),
    store("left").put({ id: guest, at }),
  ]);
}

/** Return what the house has not heard yet, the first scan first. */
export const queued = async () => (await open()).getAllFromIndex("queue", "at");

export async function settle(ids) {
  const work = (await open()).transaction("queue", "readwrite");
  for (const id of ids) work.store.delete(id);
  await work.done;
}

/** Keep a sealed answer until the house has it. */
export const keepAnswer = async (entry) => write(["answers"], (store) => [store("answers").put(entry)]);
export const countAnswers = async () => (await open()).count("answers");
export const keptAnswers = async () => (await open()).getAll("answers");

export async function settleAnswers(ids) {
  const work = (await open()).transaction("answers", "readwrite");
  for (const id of ids) work.store.delete(id);
  await work.done;
}

export async function forgetGuests() {
  const work = (await open()).transaction(["guests", "arrived", "left", "facts"], "readwrite");
  for (const name of ["guests", "arrived", "left"]) work.objectStore(name).clear();
  work.objectStore("facts").delete("roster");
  await work.done;
}

/** Forget the guests and the desk; what the house has not heard yet stays until it has. */
export async function forgetAll() {
  await forgetGuests();
  await (await open()).clear("facts");
}
