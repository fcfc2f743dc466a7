// What the tablet keeps through a restart: promises around the browser's own IndexedDB.
export { openDB } from "idb";
