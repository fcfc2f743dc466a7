// In the editor of a form: the question a rule looks at is chosen, in plain words, from those above it.
// What is kept is the question's block, so that it may be renamed; older rules name it by its words.
// Where that question has choices, they are offered beside the answer; anything may still be typed.

const NOT_ASKED = ["step", "information"];
const field = (place, name) => document.querySelector(`[name="${place}-${name}"]`);

const questions = () => [...document.querySelectorAll('input[name^="questions-"][name$="-type"]')]
  .filter(({ name }) => /^questions-\d+-type$/.test(name))
  .map((type) => {
    const place = type.name.slice(0, -"-type".length);
    return {
      place,
      kind: type.value,
      block: field(place, "id")?.value ?? "",
      order: Number(field(place, "order")?.value ?? 0),
      gone: field(place, "deleted")?.value === "1",
      words: (field(place, "value-label")?.value ?? "").trim(),
    };
  });

const above = (input) => {
  const place = input.name.match(/^questions-\d+/)?.[0];
  const all = questions();
  const own = all.find((one) => one.place === place)?.order ?? Infinity;
  return all
    .filter(({ order, gone, kind, block, words }) => order < own && !gone && !NOT_ASKED.includes(kind) && block && words)
    .sort((one, other) => one.order - other.order);
};

const named = (found, value) =>
  found.find(({ block }) => block === value)
  ?? found.find(({ words }) => words === value)
  ?? found.find(({ words }) => value && words.startsWith(value));

const fill = (input, select) => {
  const found = above(input);
  const kept = named(found, input.value);
  const options = [new Option(input.dataset.none, "")];
  if (input.value && !kept) options.push(new Option(input.dataset.gone, input.value, true, true));
  options.push(...found.map(({ block, words }) => new Option(words, block, false, block === kept?.block)));
  select.replaceChildren(...options);
};

// As the server reads pasted choices (definition/choices.py): one a line, or one line with separators.
const choicesOf = ({ place }) => {
  const written = field(place, "value-choices")?.value.trim() ?? "";
  const lines = written.includes("\n") ? written.split("\n") : written.split(/[,，、;；]/);
  return lines.map((line) => line.split(/[|｜]/)[0].trim()).filter(Boolean);
};

const offered = (input) => {
  const question = named(above(input), input.value);
  if (!question || question.kind === "matrix" || question.kind === "ranking") return [];
  if (question.kind === "consent") return [new Option(input.dataset.yes, "yes")];
  const choices = choicesOf(question).map((words) => new Option(words, words));
  const other = field(question.place, "value-other")?.checked;
  return other ? [...choices, new Option(input.dataset.other, "other")] : choices;
};

const offer = (input) => {
  const answer = document.querySelector(`[name="${input.name.replace(/-question$/, "-value")}"]`);
  if (!answer) return;
  const list = document.createElement("datalist");
  list.id = `${answer.id}-offered`;
  answer.after(list);
  answer.setAttribute("list", list.id);
  answer.autocomplete = "off";
  const draw = () => list.replaceChildren(...offered(input));
  answer.addEventListener("focus", draw);
  input.addEventListener("change", draw);
  draw();
};

const dress = (input) => {
  const select = document.createElement("select");
  select.id = `${input.id}-chosen`;
  document.querySelector(`label[for="${input.id}"]`)?.setAttribute("for", select.id);
  input.dataset.ruleQuestion = "dressed";
  input.hidden = true;
  input.after(select);
  fill(input, select);
  offer(input);
  for (const event of ["focus", "pointerdown"]) select.addEventListener(event, () => fill(input, select));
  select.addEventListener("change", () => {
    input.value = select.value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });
};

const look = () => document.querySelectorAll('input[data-rule-question=""]').forEach(dress);
let waiting = 0;
new MutationObserver(() => {
  waiting ||= requestAnimationFrame(() => { waiting = 0; look(); });
}).observe(document.body, { childList: true, subtree: true });
look();
