// The one way a sign-in leaves this tablet. A scan keeps its id through every attempt, so that the
// house records it once however often it arrives; a queue for work without a network belongs here.
import { Unreachable, call } from "./api.js";

const PAUSES = [600, 1800, 4500];
const LONGEST = 8000;
export const ATTEMPTS = PAUSES.length + 1;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Send one scan and return the house's answer.
 * Throws a Problem when the house refuses, Unreachable when every attempt failed.
 */
export async function send(scan, { path = "desk/sign-ins", onRetry = () => {} } = {}) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call(path, { method: "POST", body: scan });
    } catch (error) {
      if (!(error instanceof Unreachable) || attempt === ATTEMPTS) throw error;
      onRetry(attempt + 1);
      await pause(Math.min(Math.max(PAUSES[attempt - 1], error.retryAfter * 1000), LONGEST));
    }
  }
}
