// Does the sum beside the page.
import { solve } from "./proof.js";

self.addEventListener("message", async ({ data }) => self.postMessage(await solve(data, () => {})));
