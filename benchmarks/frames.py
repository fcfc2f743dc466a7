"""Camera frames of telephones that show a code, as a tablet's camera sees them at a door; the same for a seed."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

import qrcode
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter

WIDTH, HEIGHT = 960, 540  # what kiosk/camera.js makes of 1280 × 720
NOBODY = "nobody there"
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_QUIET = 4  # modules of white around a code


@dataclass(frozen=True, slots=True)
class Frame:
    """One picture, the text in its code, and what is the matter with it."""

    kind: str
    text: str
    picture: Image.Image


def frames(*, each: int, seed: int) -> Iterator[Frame]:
    """Yield so many frames of every kind."""
    for kind in KINDS:
        for number in range(each):
            yield frame(kind, number, seed=seed)


def frame(kind: str, number: int, *, seed: int) -> Frame:
    """Return one of them."""
    pick = Random(f"{seed}/{kind}/{number}")  # a kind added later changes no other
    text = "https://foyer.example/i/" + "".join(pick.choices(ALPHABET, k=26))
    picture = KINDS[kind](pick, text)
    return Frame(kind, text, _sensor(picture, pick))


def _telephone(text: str, side: int) -> Image.Image:
    """Return the screen of a telephone with a code of this width, in pixels."""
    code = qrcode.QRCode(
        border=_QUIET, box_size=8, error_correction=qrcode.constants.ERROR_CORRECT_M
    )
    code.add_data(text)
    drawn = code.make_image().get_image().convert("RGB").resize((side, side), Image.Resampling.BOX)
    screen = Image.new("RGB", (int(side * 1.2), int(side * 1.9)), (246, 244, 238))
    draw = ImageDraw.Draw(screen)
    for line in range(4):
        top = int(side * (1.45 + line * 0.09))
        draw.rectangle((side // 6, top, int(side * (0.9 - line * 0.1)), top + side // 40), "#777")
    screen.paste(drawn, (int(side * 0.1), int(side * 0.3)))
    return screen


def _lobby(pick: Random) -> Image.Image:
    """Return a lobby out of focus: warm surfaces and lamps."""
    room = Image.new("RGB", (WIDTH, HEIGHT), tuple(pick.randrange(60, 150) for _part in range(3)))
    draw = ImageDraw.Draw(room)
    for _thing in range(14):
        left, top = pick.randrange(-100, WIDTH), pick.randrange(-100, HEIGHT)
        colour = tuple(pick.randrange(20, 230) for _part in range(3))
        draw.rectangle(
            (left, top, left + pick.randrange(40, 300), top + pick.randrange(40, 300)), colour
        )
    return room.filter(ImageFilter.GaussianBlur(18))


def _held(pick: Random, screen: Image.Image, *, turn: float = 8, tilt: float = 8) -> Image.Image:
    """Return a lobby with the telephone held before it.

    Args:
        turn: degrees it may be turned in the plane of the picture.
        tilt: degrees it is tilted away from the camera.
    """
    width, height = screen.size
    angle = math.radians(tilt)
    around, lean = pick.uniform(0, 2 * math.pi), math.radians(pick.uniform(-turn, turn))
    distance = 3.2 * height
    corners = []
    for x, y in ((-width, -height), (-width, height), (width, height), (width, -height)):
        across = (x * math.cos(around) + y * math.sin(around)) / 2
        along = (-x * math.sin(around) + y * math.cos(around)) / 2
        across, depth = across * math.cos(angle), across * math.sin(angle)
        flat_x = across * math.cos(around) - along * math.sin(around)
        flat_y = across * math.sin(around) + along * math.cos(around)
        scale = distance / (distance + depth)
        turned = (
            flat_x * math.cos(lean) - flat_y * math.sin(lean),
            flat_x * math.sin(lean) + flat_y * math.cos(lean),
        )
        corners.append((turned[0] * scale, turned[1] * scale))
    middle = WIDTH / 2 + pick.uniform(-80, 80), HEIGHT / 2 + pick.uniform(-30, 30)
    placed = [(x + middle[0], y + middle[1]) for x, y in corners]
    shape = _perspective(placed, ((0, 0), (0, height), (width, height), (width, 0)))
    at = (WIDTH, HEIGHT)
    bent = screen.transform(at, Image.Transform.PERSPECTIVE, shape, Image.Resampling.BICUBIC)
    mask = Image.new("L", screen.size, 255).transform(at, Image.Transform.PERSPECTIVE, shape)
    return Image.composite(bent, _lobby(pick), mask)


def _perspective(
    places: list[tuple[float, float]], source: tuple[tuple[float, float], ...]
) -> list[float]:
    """Return the eight numbers that lead from places in the frame to places on the screen (Gauss)."""
    rows = []
    for (x, y), (u, v) in zip(places, source, strict=True):
        rows.append([x, y, 1, 0, 0, 0, -u * x, -u * y, u])
        rows.append([0, 0, 0, x, y, 1, -v * x, -v * y, v])
    for at in range(8):
        best = max(range(at, 8), key=lambda row: abs(rows[row][at]))
        rows[at], rows[best] = rows[best], rows[at]
        rows[at] = [value / rows[at][at] for value in rows[at]]
        for other in range(8):
            if other != at:
                by = rows[other][at]
                rows[other] = [a - by * b for a, b in zip(rows[other], rows[at], strict=True)]
    return [row[8] for row in rows]


def _sensor(picture: Image.Image, pick: Random) -> Image.Image:
    """Add the noise of a cheap camera."""
    noise = Image.effect_noise((WIDTH, HEIGHT), pick.uniform(6, 14)).convert("RGB")
    return ImageChops.add(picture, noise, 1, -128)


def _plain(pick: Random, text: str) -> Image.Image:
    return _held(pick, _telephone(text, pick.randrange(180, 260)))


def _blurred(pick: Random, text: str) -> Image.Image:
    """A hand that shakes, or a camera that has not focused yet: 1 to 3.2 pixels."""
    return _plain(pick, text).filter(ImageFilter.GaussianBlur(pick.uniform(1, 3.2)))


def _tilted(pick: Random, text: str) -> Image.Image:
    """Tilted by 20 to 45 degrees, turned by up to 45."""
    screen = _telephone(text, pick.randrange(180, 260))
    return _held(pick, screen, turn=45, tilt=pick.uniform(20, 45))


def _dark(pick: Random, text: str) -> Image.Image:
    """A dim lobby: a twelfth to a quarter of the light, little contrast."""
    dim = ImageEnhance.Brightness(_plain(pick, text)).enhance(pick.uniform(0.08, 0.25))
    return ImageEnhance.Contrast(dim).enhance(pick.uniform(0.6, 1))


def _glaring(pick: Random, text: str) -> Image.Image:
    """A lamp mirrored in the screen."""
    picture = _plain(pick, text)
    light = Image.new("L", picture.size, 0)
    x, y = WIDTH / 2 + pick.uniform(-110, 110), HEIGHT / 2 + pick.uniform(-110, 60)
    wide, high = pick.uniform(25, 75), pick.uniform(20, 55)
    ImageDraw.Draw(light).ellipse((x - wide, y - high, x + wide, y + high), 255)
    light = light.filter(ImageFilter.GaussianBlur(14))
    return Image.composite(Image.new("RGB", picture.size, "white"), picture, light)


def _small(pick: Random, text: str) -> Image.Image:
    """Held an arm's length too far away: a code of 70 to 120 pixels."""
    return _held(pick, _telephone(text, pick.randrange(70, 120)))


def _cracked(pick: Random, text: str) -> Image.Image:
    """A screen with a star of cracks."""
    screen = _telephone(text, pick.randrange(180, 260))
    draw, (width, height) = ImageDraw.Draw(screen), screen.size
    x, y = pick.uniform(0.2, 0.8) * width, pick.uniform(0.2, 0.6) * height
    for _crack in range(pick.randrange(5, 10)):
        at, way = (x, y), pick.uniform(0, 2 * math.pi)
        for _piece in range(8):
            way += pick.uniform(-0.5, 0.5)
            to = at[0] + math.cos(way) * width / 9, at[1] + math.sin(way) * width / 9
            draw.line((*at, *to), pick.choice(["#111", "#fff", "#888"]), pick.randrange(1, 4))
            at = to
    return _held(pick, screen)


def _nobody(pick: Random, text: str) -> Image.Image:
    """Return the lobby with no code in it, as most frames of an evening are."""
    return _lobby(pick)


KINDS = {
    "plain": _plain,
    "blurred": _blurred,
    "tilted to 45°": _tilted,
    "low light": _dark,
    "glare": _glaring,
    "small": _small,
    "cracked screen": _cracked,
    NOBODY: _nobody,
}
