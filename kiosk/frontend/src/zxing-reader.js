// Only what the kiosk's worker needs: read codes, and say where the .wasm file lives.
export { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
