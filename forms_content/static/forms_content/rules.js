// Which questions are shown and which must be answered.
// The same rules run on the server, in definition/rules.py: change both, a test compares them.

const NUMBER = /^-?(\d+\.?\d*|\.\d+)$/;

export const isAnswered = (answer) => {
  if (answer === null || answer === undefined || answer === "" || answer === false) return false;
  return typeof answer === "object" ? Object.keys(answer).length > 0 : true;
};

const numberOf = (value) => {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || !NUMBER.test(value)) return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
};

const is = (answer, value) => {
  if (Array.isArray(answer)) return answer.includes(value);
  if (answer === true) return value === "yes";
  if (typeof answer === "number") return numberOf(value) === answer;
  return answer === value;
};

const isSo = ({ comparison, value = "" }, answer) => {
  if (comparison === "answered") return isAnswered(answer);
  if (comparison === "not_answered") return !isAnswered(answer);
  if (!isAnswered(answer)) return false;
  if (comparison === "is") return is(answer, value);
  if (comparison === "is_not") return !is(answer, value);
  const number = numberOf(answer);
  const bound = numberOf(value);
  if (number === null || bound === null) return false;
  return comparison === "at_least" ? number >= bound : number <= bound;
};

const holds = ({ match, conditions }, answers) => {
  const found = conditions.map((condition) => isSo(condition, answers.get(condition.question)));
  return match === "any" && found.length ? found.some(Boolean) : found.every(Boolean);
};

/**
 * Return the keys of what is shown and of what must be answered.
 * @param {object[]} questions in order, each with `key`, `kind`, `required`, `show_if`, `required_if`
 * @param {object} answers by key
 */
export const standingOf = (questions, answers) => {
  const shown = new Map();
  const required = new Set();
  for (const question of questions) {
    if (question.show_if && !holds(question.show_if, shown)) continue;
    shown.set(question.key, answers[question.key]);
    const wanted = question.required_if ? holds(question.required_if, shown) : false;
    if (question.kind !== "information" && (question.required || wanted)) required.add(question.key);
  }
  return { shown: new Set(shown.keys()), required };
};
