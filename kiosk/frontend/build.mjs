// Bundles the decoders and the wrapper of IndexedDB into one folder: `npm run vendor` writes kiosk/static/kiosk/vendor,
// `npm run verify` writes elsewhere and compares.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ZXING_WASM_SHA256 } from "zxing-wasm/reader";

const here = dirname(fileURLToPath(import.meta.url));
const modules = join(here, "node_modules");
export const vendor = join(here, "..", "static", "kiosk", "vendor");

// By default zxing-wasm fetches its .wasm from a CDN. The kiosk always says where the file is;
// taking the address out as well means that no mistake of ours can ever send a tablet there.
const CDN = /`https:\/\/[a-z.]*jsdelivr\.net\/npm\/zxing-wasm@[0-9.]+\/dist\/\$\{n\[1\]\}\/\$\{e\}`/g;

const withoutCdn = {
  name: "without-cdn",
  setup(bundler) {
    bundler.onLoad({ filter: /zxing-wasm[\\/]dist[\\/]es[\\/]share\.js$/ }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (source.match(CDN)?.length !== 1) {
        throw new Error("zxing-wasm no longer names its CDN where it did: read its share.js again.");
      }
      return { contents: source.replace(CDN, "e"), loader: "js" };
    });
  },
};

const versionOf = async (name) =>
  JSON.parse(await readFile(join(modules, name, "package.json"), "utf8")).version;

async function bundle({ entry, outfile, banner, plugins = [] }) {
  await build({
    entryPoints: [join(here, "src", entry)],
    outfile,
    absWorkingDir: here,
    banner: { js: banner },
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    logLevel: "warning",
    minify: true,
    platform: "browser",
    plugins,
    target: ["chrome100", "firefox114", "safari15.4"],
  });
}

/** Write the whole vendor folder afresh into `folder`. */
export async function buildInto(folder) {
  const [zxing, qr, idb] = await Promise.all(["zxing-wasm", "qr", "idb"].map(versionOf));
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "licenses"), { recursive: true });
  await bundle({
    entry: "zxing-reader.js",
    outfile: join(folder, "zxing-reader.js"),
    banner: `/*! zxing-wasm ${zxing} (reader) | MIT, see licenses/zxing-wasm.txt | zxing-cpp, Apache-2.0 */`,
    plugins: [withoutCdn],
  });
  await bundle({
    entry: "qr-decode.js",
    outfile: join(folder, "qr-decode.js"),
    banner: `/*! qr ${qr} (decode) | MIT OR Apache-2.0, see licenses/qr.txt */`,
  });
  await bundle({
    entry: "idb.js",
    outfile: join(folder, "idb.js"),
    banner: `/*! idb ${idb} | ISC, see licenses/idb.txt */`,
  });
  const wasm = await readFile(join(modules, "zxing-wasm", "dist", "reader", "zxing_reader.wasm"));
  if (createHash("sha256").update(wasm).digest("hex") !== ZXING_WASM_SHA256) {
    throw new Error("zxing_reader.wasm and its JavaScript are not of the same build.");
  }
  await writeFile(join(folder, "zxing_reader.wasm"), wasm);
  await copyFile(join(modules, "zxing-wasm", "LICENSE"), join(folder, "licenses", "zxing-wasm.txt"));
  await copyFile(join(modules, "qr", "LICENSE-MIT"), join(folder, "licenses", "qr.txt"));
  await copyFile(join(modules, "idb", "LICENSE"), join(folder, "licenses", "idb.txt"));
  await copyFile(join(here, "src", "apache-2.0.txt"), join(folder, "licenses", "zxing-cpp.txt"));
  const versions = { "zxing-wasm": zxing, "zxing_reader.wasm": `sha256:${ZXING_WASM_SHA256}`, qr, idb };
  await writeFile(join(folder, "versions.json"), `${JSON.stringify(versions, null, 2)}\n`);
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) await buildInto(vendor);
