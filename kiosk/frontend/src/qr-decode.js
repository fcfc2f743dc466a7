// The pure-JavaScript decoder, used where WebAssembly is blocked or slow to load.
export { decodeQR } from "qr/decode.js";
