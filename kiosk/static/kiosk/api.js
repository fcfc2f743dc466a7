// The house's answers: a JSON body, a Problem (the house said no, in a sentence), or Unreachable.
import { setup, state } from "./state.js";
import { languageTag } from "./language.js";

const PATIENCE = 9000; // milliseconds

export class Problem extends Error {
  constructor(status, body, retryAfter) {
    super(body.detail ?? body.title ?? "");
    this.status = status;
    this.code = body.code ?? "";
    this.body = body;
    this.retryAfter = retryAfter;
  }
}

/** `answered` is the HTTP status of what did answer in the house's place, if anything did. */
export class Unreachable extends Error {
  constructor({ retryAfter = 0, answered = 0 } = {}) {
    super("unreachable");
    this.retryAfter = retryAfter;
    this.answered = answered;
  }
}

async function bodyOf(response) {
  if (!/\bjson\b/.test(response.headers.get("Content-Type") ?? "")) return null;
  try {
    return await response.json();
  } catch {
    return null;
  }
}

/**
 * Ask the house. `expects` says whether a content is one the house would give here; without it any JSON will do.
 * A refusal counts as the house's only with the house's own word for it.
 */
export async function call(path, options = {}) {
  const { method = "GET", body, token = state.token, headers: more = {}, patience = PATIENCE, expects = () => true } = options;
  const headers = { Accept: "application/json", "Accept-Language": languageTag(), ...more };
  if (token) headers.Authorization = `Desk ${token}`;
  if (body) headers["Content-Type"] = "application/json";
  let response;
  let content;
  try {
    response = await fetch(setup.api + path, {
      method,
      headers,
      body: body ? JSON.stringify(body) : undefined,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      referrerPolicy: "no-referrer",
      signal: AbortSignal.timeout?.(patience),
    });
    content = await bodyOf(response);
  } catch {
    throw new Unreachable();
  }
  if (response.status === 304) return null;
  const retryAfter = Number.parseInt(response.headers.get("Retry-After") ?? "0", 10) || 0;
  // A page in place of JSON is a proxy or a hotel's log-in screen, never the house.
  const isOurs = response.ok ? response.status === 204 || (content !== null && expects(content)) : typeof content?.code === "string";
  if (response.status >= 500 || !isOurs) throw new Unreachable({ retryAfter, answered: response.status });
  if (!response.ok) throw new Problem(response.status, content ?? {}, retryAfter);
  return content;
}
