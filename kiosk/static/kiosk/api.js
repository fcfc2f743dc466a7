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

export class Unreachable extends Error {
  constructor(retryAfter = 0) {
    super("unreachable");
    this.retryAfter = retryAfter;
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

export async function call(path, { method = "GET", body, token = state.token, headers: more = {}, patience = PATIENCE } = {}) {
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
  if (response.status >= 500 || (content === null && response.status !== 204)) throw new Unreachable(retryAfter);
  if (!response.ok) throw new Problem(response.status, content ?? {}, retryAfter);
  return content;
}
