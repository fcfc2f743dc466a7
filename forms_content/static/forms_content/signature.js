// A signature drawn with a finger or the mouse. Without this file a name is typed.

const draw = (pad, drawn) => {
  const pen = pad.getContext("2d");
  let last = null;
  const wipe = () => {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, pad.width, pad.height);
    drawn.value = "";
    drawn.disabled = true;
  };
  const at = ({ clientX, clientY }) => {
    const box = pad.getBoundingClientRect();
    return [(clientX - box.left) * (pad.width / box.width), (clientY - box.top) * (pad.height / box.height)];
  };
  const keep = () => pad.toBlob((picture) => {
    const files = new DataTransfer();
    files.items.add(new File([picture], "signature.png", { type: "image/png" }));
    drawn.disabled = false;
    drawn.files = files.files;
    drawn.dispatchEvent(new Event("change", { bubbles: true }));
  }, "image/png");
  pad.addEventListener("pointerdown", (event) => {
    pad.setPointerCapture(event.pointerId);
    last = at(event);
  });
  pad.addEventListener("pointermove", (event) => {
    if (!last) return;
    const next = at(event);
    Object.assign(pen, { lineWidth: 4, lineCap: "round", lineJoin: "round", strokeStyle: "#111" });
    pen.beginPath();
    pen.moveTo(...last);
    pen.lineTo(...next);
    pen.stroke();
    last = next;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    pad.addEventListener(end, () => { if (last) keep(); last = null; });
  }
  return wipe;
};

for (const place of document.querySelectorAll("[data-signature]")) {
  const drawn = place.querySelector("[data-drawn]");
  const wipe = draw(place.querySelector("[data-pad]"), drawn);
  place.querySelector("[data-wipe]").addEventListener("click", () => {
    wipe();
    drawn.dispatchEvent(new Event("change", { bubbles: true }));
  });
  wipe();
  place.hidden = false;
}
