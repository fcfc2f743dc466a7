// Whether an answer is the house's own. A hotel's log-in screen, a proxy or a cache may answer anything
// with 200, JSON among it; what is taken for the house's word here is forgotten on the tablet.
const isMoment = (text) => Number.isFinite(Date.parse(text));

export const isDesk = (told) =>
  typeof told?.name === "string" && isMoment(told.server_time) && Array.isArray(told.checkpoints) && Array.isArray(told.events);

export const isRoster = (told) =>
  typeof told?.salt === "string" && isMoment(told.at) && isMoment(told.expires_at) && [told.entries, told.arrived].every(Array.isArray);

/** The answer to a scan names that scan. */
export const answersScan = (scan) => (told) => told?.id === scan.id && typeof told.result === "string";

/** The answers to a batch name its scans, each in its place. */
export const answersBatch = (scans) => (told) =>
  Array.isArray(told) && told.length === scans.length && told.every((one, at) => answersScan(scans[at])(one));

/** What a tablet is to show: null for the standard look. */
export const isScreen = (told) =>
  told?.screen === null || (typeof told?.screen?.stamp === "string" && typeof told.screen.look === "object" &&
    [told.screen.steps, told.screen.gifts, told.screen.rest?.slides, told.screen.end?.channels].every(Array.isArray));
