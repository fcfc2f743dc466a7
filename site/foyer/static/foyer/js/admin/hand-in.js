/*
 * Hands files in one after the other, each with its own bar; without this the browser sends them all at once.
 * What was sent stays with the house until it is filed, so a broken connection loses one file at most.
 */
const MEGABYTE = 1024 * 1024;

function lineFor(list, file) {
  const line = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const said = document.createElement("output");
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  line.append(name, bar, said);
  list.append(line);
  return { bar, said };
}

function send(form, file, { bar, said }) {
  return new Promise((done) => {
    const told = new FormData();
    told.append("file", file);
    told.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) bar.value = (event.loaded / event.total) * 100;
    });
    request.addEventListener("loadend", () => {
      const answer = request.response;
      const taken = request.status === 201;
      bar.value = taken ? 100 : 0;
      said.textContent = taken ? form.dataset.sent : (answer?.error ?? form.dataset.lost);
      said.classList.toggle("care-bad", !taken);
      done(taken);
    });
    request.open("POST", form.dataset.handIn);
    request.responseType = "json";
    request.send(told);
  });
}

/* Return the files of a folder that was dropped, and of the folders in it. */
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader();
  const found = [];
  let some;
  do {
    // A reader tells of some hundred at a time.
    some = await new Promise((done, failed) => reader.readEntries(done, failed));
    for (const one of some) found.push(...(await filesIn(one)));
  } while (some.length);
  return found;
}

/* Return what was dropped; the browser forgets it as soon as the first wait begins. */
async function dropped(transfer) {
  const plain = [...transfer.files];
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return plain;
  return (await Promise.all(entries.map(filesIn))).flat();
}

async function handIn(form, files) {
  const list = form.querySelector("[data-sending]");
  const lines = files.map((file) => [file, lineFor(list, file)]);
  form.setAttribute("aria-busy", "true");
  let taken = 0;
  let refused = 0;
  for (const [file, line] of lines) {
    if (file.size > Number(form.dataset.most) * MEGABYTE) {
      line.said.textContent = form.dataset.tooLarge;
      line.said.classList.add("care-bad");
      refused += 1;
      continue;
    }
    if (await send(form, file, line)) taken += 1;
    else refused += 1;
  }
  form.removeAttribute("aria-busy");
  if (taken && !refused) window.location.assign(form.dataset.next);
  else if (taken) form.querySelector("[data-go-on]").hidden = false;
}

for (const form of document.querySelectorAll("[data-hand-in]")) {
  const chooser = form.querySelector("input[type=file]");
  const onward = document.createElement("a");
  onward.className = "button";
  onward.href = form.dataset.next;
  onward.hidden = true;
  onward.dataset.goOn = "";
  onward.textContent = form.dataset.goOnWords ?? "→";
  form.append(onward);
  form.querySelector("[data-without-script]").hidden = true;
  chooser.addEventListener("change", () => {
    const files = [...chooser.files];
    chooser.value = "";
    if (files.length) handIn(form, files);
  });
  form.addEventListener("dragover", (event) => {
    event.preventDefault();
    form.classList.add("is-over");
  });
  form.addEventListener("dragleave", () => form.classList.remove("is-over"));
  form.addEventListener("drop", async (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const files = await dropped(event.dataTransfer);
    if (files.length) handIn(form, files);
  });
}

// Let go beside the place for them, files would be opened in place of the page.
for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (event) => event.preventDefault());
