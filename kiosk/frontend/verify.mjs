// Rebuilds the vendor folder elsewhere and compares it with what is checked in, byte for byte;
// also says no to any address of another host inside the scripts. Exits 1 with a sentence.
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { buildInto, vendor } from "./build.mjs";

async function contents(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return new Map(await Promise.all(files.map(async (file) => [relative(folder, file), await readFile(file)])));
}

const fresh = await mkdtemp(join(tmpdir(), "kiosk-vendor-"));
const faults = [];
try {
  await buildInto(fresh);
  const [built, kept] = [await contents(fresh), await contents(vendor)];
  for (const name of new Set([...built.keys(), ...kept.keys()])) {
    if (!kept.has(name)) faults.push(`${name} is missing: run npm run vendor.`);
    else if (!built.has(name)) faults.push(`${name} is not made by the build.`);
    else if (!built.get(name).equals(kept.get(name))) faults.push(`${name} differs from a fresh build.`);
  }
  for (const [name, bytes] of kept) {
    const hosts = name.endsWith(".js") ? bytes.toString("utf8").match(/\b(?:https?|wss?):\/\/[^\s"'`]+/g) : null;
    if (hosts) faults.push(`${name} names another host: ${hosts.join(", ")}`);
  }
} finally {
  await rm(fresh, { recursive: true, force: true });
}
for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log("The vendored files are exactly what the sources build.");
process.exitCode = faults.length === 0 ? 0 : 1;
