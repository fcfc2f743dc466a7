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
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("is-over");
    const files = [...event.dataTransfer.files];
    if (files.length) handIn(form, files);
  });
}
