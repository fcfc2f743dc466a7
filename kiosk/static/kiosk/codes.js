// The code in what was scanned or typed, read as foyer/guests/services/codes.py reads it;
// tests/vectors/codes.json is put to both.
const LONGEST = 300;
const SEPARATORS = /[\s\-_.·]+/g;
const WHOLE = /^[0-9A-HJKMNP-TV-Z]{26}$/;
const AS_READ = { O: "0", I: "1", L: "1" };

/** Return the code, or null where there is none. */
export function readCode(text) {
  if (WHOLE.test(text)) return text;
  if ([...text].length > LONGEST) return null;
  let plain = text.normalize("NFKC").trim().toUpperCase();
  const at = plain.lastIndexOf("/I/");
  if (at >= 0) plain = plain.slice(at + 3).split(/[/?#]/)[0];
  plain = plain.replace(SEPARATORS, "").replace(/[OIL]/g, (letter) => AS_READ[letter]);
  return WHOLE.test(plain) ? plain : null;
}
