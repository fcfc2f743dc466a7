// A pad to sign on with a finger.
const BLANK = "#ffffff";

/** Draw on a canvas; returns {empty(), picture(), wipe()}, the picture as PNG in Base64. */
export function makePad(canvas, onDrawn) {
  const pen = canvas.getContext("2d");
  let last = null;
  let drawn = false;
  const at = ({ clientX, clientY }) => {
    const box = canvas.getBoundingClientRect();
    return [(clientX - box.left) * (canvas.width / box.width), (clientY - box.top) * (canvas.height / box.height)];
  };
  const wipe = () => {
    pen.fillStyle = BLANK;
    pen.fillRect(0, 0, canvas.width, canvas.height);
    drawn = false;
    onDrawn();
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    last = at(event);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    Object.assign(pen, { lineWidth: 5, lineCap: "round", lineJoin: "round", strokeStyle: "#111111" });
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
    if (!drawn) {
      drawn = true;
      onDrawn();
    }
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
  wipe();
  return { wipe, empty: () => !drawn, picture: () => canvas.toDataURL("image/png").split(",")[1] };
}
