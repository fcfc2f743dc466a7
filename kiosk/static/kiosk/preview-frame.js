// Chooses which screen of the tablet is shown, in which language and how it is held, and keeps the choice.
const KEPT = "foyer.preview";
const SIZES = { landscape: [1024, 768], portrait: [768, 1024] };
const form = document.getElementById("choose");
const tablet = document.getElementById("tablet");
const stage = document.getElementById("stage");

function fit() {
  const [width, height] = SIZES[form.elements.held.value];
  const scale = Math.min(1, (stage.clientWidth - 24) / width);
  Object.assign(tablet, { width, height });
  tablet.style.transform = `scale(${scale})`;
  stage.style.height = `${height * scale}px`;
}

function draw() {
  const { shows, language, held } = Object.fromEntries(new FormData(form));
  sessionStorage.setItem(KEPT, JSON.stringify({ shows, language, held }));
  fit();
  const url = new URL(location.href);
  url.searchParams.set("shows", shows);
  url.searchParams.set("language", language);
  tablet.src = url;
}

for (const [name, value] of Object.entries(JSON.parse(sessionStorage.getItem(KEPT) ?? "{}"))) {
  const field = form.elements[name];
  if ([...field.options].some((option) => option.value === value)) field.value = value;
}
form.addEventListener("change", draw);
addEventListener("resize", fit);
draw();
