// The sum a form asks for: for each puzzle a number with which SHA-256("<seed>:<puzzle>:<number>") begins with
// as many zero bits. Made of plain arithmetic, so that it works where the house is reached without HTTPS, too.
const PRIMES = [];
for (let n = 2; PRIMES.length < 64; n++) if (PRIMES.every((one) => n % one)) PRIMES.push(n);
const bitsOf = (root) => ((root - Math.floor(root)) * 2 ** 32) | 0;
const K = Int32Array.from(PRIMES, (one) => bitsOf(Math.cbrt(one)));
const START = Int32Array.from(PRIMES.slice(0, 8), (one) => bitsOf(Math.sqrt(one)));
const W = new Int32Array(64);
const PAUSE = 5; // milliseconds of work at a time, where the page itself has to work

// The first 32 bits of the hash of an ASCII text of at most 55 characters.
const firstBits = (text) => {
  W.fill(0, 0, 16);
  for (let at = 0; at < text.length; at++) W[at >> 2] |= text.charCodeAt(at) << (24 - 8 * (at & 3));
  W[text.length >> 2] |= 0x80 << (24 - 8 * (text.length & 3));
  W[15] = text.length * 8;
  for (let t = 16; t < 64; t++) {
    const x = W[t - 15], y = W[t - 2];
    W[t] = (W[t - 16] + W[t - 7]
      + ((x >>> 7 | x << 25) ^ (x >>> 18 | x << 14) ^ x >>> 3)
      + ((y >>> 17 | y << 15) ^ (y >>> 19 | y << 13) ^ y >>> 10)) | 0;
  }
  let [a, b, c, d, e, f, g, h] = START;
  for (let t = 0; t < 64; t++) {
    const one = (h + ((e >>> 6 | e << 26) ^ (e >>> 11 | e << 21) ^ (e >>> 25 | e << 7))
      + ((e & f) ^ (~e & g)) + K[t] + W[t]) | 0;
    const two = (((a >>> 2 | a << 30) ^ (a >>> 13 | a << 19) ^ (a >>> 22 | a << 10))
      + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + one) | 0;
    d = c; c = b; b = a; a = (one + two) | 0;
  }
  return (a + START[0]) >>> 0;
};

// Returns the numbers; `rest` is awaited now and then, so that a page can be used meanwhile.
export const solve = async ({ seed, puzzles, bits }, rest = () => new Promise((go) => setTimeout(go))) => {
  const numbers = [];
  let until = performance.now() + PAUSE;
  for (let puzzle = 0; puzzle < puzzles; puzzle++) {
    let number = 0;
    while (firstBits(`${seed}:${puzzle}:${number}`) >>> (32 - bits)) {
      number++;
      if (number % 64 === 0 && performance.now() > until) {
        await rest();
        until = performance.now() + PAUSE;
      }
    }
    numbers.push(number);
  }
  return numbers;
};
