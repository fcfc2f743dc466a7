"""How many codes the two decoders of the tablets read in made-up camera frames, alone and together, and in what time.

Together: qr is asked where zxing read nothing, for every such frame, or only where zxing suspects a code (it found
one and could not read it). These are reckoned from what each did alone.

Needs Chromium, as the tablets do. `--each` frames of every kind (50), `--seed` (2026), `--save FOLDER` keeps them.
"""

from __future__ import annotations

import shutil
import threading
import time
from argparse import ArgumentParser
from base64 import b64encode
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path

from frames import KINDS, NOBODY, Frame, frames
from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).resolve().parent.parent / "kiosk" / "static"
READ = """async ([decoder, png]) => {
  const bytes = Uint8Array.from(atob(png), (character) => character.charCodeAt(0));
  const picture = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
  const paper = new OffscreenCanvas(picture.width, picture.height).getContext("2d", { willReadFrequently: true });
  paper.drawImage(picture, 0, 0);
  const image = paper.getImageData(0, 0, picture.width, picture.height);
  const began = performance.now();
  let text = null;
  let suspected = false;
  try {
    if (decoder === "qr") {
      globalThis.qr ??= await import("/kiosk/vendor/qr-decode.js");
      text = globalThis.qr.decodeQR(image);
    } else {
      globalThis.zxing ??= await import("/kiosk/vendor/zxing-reader.js");
      globalThis.zxing.prepareZXingModule({ overrides: { locateFile: (file) => `/kiosk/vendor/${file}` } });
      const tryHarder = decoder === "zxing, careful";
      const about = { formats: ["QRCode"], tryHarder, maxNumberOfSymbols: 1, returnErrors: true };
      const found = await globalThis.zxing.readBarcodes(image, about);
      text = found.find((code) => code.isValid)?.text ?? null;
      suspected = found.length > 0;
    }
  } catch {
    text = null;
  }
  return [text, performance.now() - began, suspected];
}"""
CAREFUL, QR = "zxing, careful", "qr"
DECODERS = (CAREFUL, "zxing, quick", QR)


@dataclass(frozen=True, slots=True)
class Look:
    """One frame before one decoder: whether it was read rightly, the milliseconds, and whether a code was suspected."""

    read: bool
    took: float
    suspected: bool

    def then(self, other: Look) -> Look:
        """Return both, one after the other."""
        return Look(other.read, self.took + other.took, self.suspected)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_args: object) -> None:
        """Say nothing."""


def main() -> None:
    """Print a table: for each kind and decoder, the share read and the time a frame took."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--each", type=int, default=50)
    parser.add_argument("--seed", type=int, default=2026)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--decoders", nargs="+", default=DECODERS, choices=DECODERS)
    told = parser.parse_args()
    made = list(frames(each=told.each, seed=told.seed))
    if told.save:
        told.save.mkdir(parents=True, exist_ok=True)
        for number, frame in enumerate(made):
            frame.picture.save(told.save / f"{number:03d}-{frame.kind.split()[0]}.png")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(STATIC)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as driver:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/kiosk/icon.svg")
        alone = {name: _read(page, name, made) for name in told.decoders}
        _print(made, alone | _together(alone))
        browser.close()
    server.shutdown()


def _together(alone: dict[str, list[Look]]) -> dict[str, list[Look]]:
    """Return what the careful zxing and qr read together, by each rule of when qr is asked."""
    if not {CAREFUL, QR} <= alone.keys():
        return {}
    pairs = list(zip(alone[CAREFUL], alone[QR], strict=True))
    return {
        "zxing, then qr": [one if one.read else one.then(two) for one, two in pairs],
        "zxing, then qr where suspected": [
            one.then(two) if one.suspected and not one.read else one for one, two in pairs
        ],
    }


def _read(page: Page, decoder: str, made: list[Frame]) -> list[Look]:
    """Return for each frame what came of it."""
    answers = []
    for frame in [made[0], *made]:  # the first once more: it loads the decoder
        png = BytesIO()
        frame.picture.save(png, "PNG", compress_level=1)
        text, took, suspected = page.evaluate(READ, [decoder, b64encode(png.getvalue()).decode()])
        answers.append(Look(text == frame.text, took, suspected))
        if text not in (None, frame.text):
            print(f"MISREAD by {decoder}: {frame.text} as {text}")
    return answers[1:]


def _print(made: list[Frame], read: dict[str, list[Look]]) -> None:
    print(f"{len(made)} frames, {time.strftime('%Y-%m-%d')}")
    print("| | frames | " + " | ".join(f"{name}: read, ms" for name in read) + " |")
    print("|---" * (len(read) + 2) + "|")
    for kind in [*KINDS, "all with a code"]:
        wanted = {kind} if kind in KINDS else KINDS.keys() - {NOBODY}
        places = [at for at, frame in enumerate(made) if frame.kind in wanted]
        cells = []
        for answers in read.values():
            right = sum(answers[at].read for at in places)
            times = sorted(answers[at].took for at in places)
            cells.append(f"{100 * right / len(places):.0f} %, {times[len(times) // 2]:.0f}")
        print(f"| {kind} | {len(places)} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
