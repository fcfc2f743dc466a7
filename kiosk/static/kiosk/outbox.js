// The one way a sign-in leaves this tablet. A scan keeps its id through every attempt, so that the house
// records it once however often it arrives. Where the house does not answer, the sealed roster does.
import { answersScan } from "./answers.js";
import { Unreachable, call } from "./api.js";
import { found, isAlone, lost } from "./offline.js";
import { answerAlone, isReady, noteArrival } from "./roster.js";

const PAUSES = [600, 1800, 4500];
const LONGEST = 8000;
const SHORT = 2500; // a guest waits no longer when the tablet can answer by itself
export const ATTEMPTS = PAUSES.length + 1;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Send one scan and return the answer.
 * Throws a Problem when the scan is refused, Unreachable when every attempt failed and the tablet cannot answer.
 */
export async function send(scan, { path = "desk/sign-ins", onRetry = () => {} } = {}) {
  return scan.code !== undefined && isReady() ? sendOrAnswer(scan, path) : sendPatiently(scan, path, onRetry);
}

async function sendOrAnswer(scan, path) {
  if (isAlone()) return answerAlone(scan);
  let answer;
  try {
    answer = await call(path, { method: "POST", body: scan, patience: SHORT, expects: answersScan(scan) });
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    lost(error);
    return answerAlone(scan);
  }
  await noteArrival(scan, answer).catch(() => {}); // the house has written it; a full tablet changes nothing
  return answer;
}

async function sendPatiently(scan, path, onRetry) {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const answer = await call(path, { method: "POST", body: scan, expects: answersScan(scan) });
      if (isAlone()) found();
      return answer;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      lost(error);
      if (attempt === ATTEMPTS) throw error;
      onRetry(attempt + 1);
      await pause(Math.min(Math.max(PAUSES[attempt - 1], error.retryAfter * 1000), LONGEST));
    }
  }
}
