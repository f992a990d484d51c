/* Values: unpacked from a command, sorted into classes, and written as people read them. */

const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!*()-.:;=?@^|~+,[]/ ";
// what the packed numbers mean: the first few are marks, values come after them
const MARKS = ["-", "x", "s", "o"];

/* Read numbers that stand in groups: so many below a radix in so many characters, the first the lowest digit. */
function unpack(text, [count, radix, group, width]) {
  const numbers = [];
  for (let at = 0; numbers.length < count; at += width) {
    let joined = 0;
    for (let i = 0; i < width; i++) joined = joined * ALPHABET.length + ALPHABET.indexOf(text[at + i]);
    for (let k = 0; k < group && numbers.length < count; k++) {
      numbers.push(joined % radix);
      joined = Math.floor(joined / radix);
    }
  }
  return numbers;
}

/* Return what a series tells: a value and a mark (its class, or why there is no value) for each feature. */
function read(series) {
  const numbers = unpack(series.v, series.vp);
  const values = numbers.map((number) => number - MARKS.length + (series.o || 0));
  const marks = numbers.map((number, i) => (number < MARKS.length ? MARKS[number] : classOf(series.e, values[i])));
  return { series, values, marks };
}

function classOf(edges, value) {
  let found = 0;
  while (found < edges.length && edges[found] <= value) found++;
  return found;
}

function known(mark) {
  return typeof mark === "number";
}

/* Write what is told of a feature: its value, a text of its class, or why there is none. */
function told({ series, values, marks }, index) {
  if (!known(marks[index])) return named(marks[index]);
  return series.t ? series.t[marks[index]] : written(series, values[index]);
}

function written(series, value) {
  const digits = (Math.abs(value) / 10 ** series.vd).toFixed(series.vd).split(".");
  digits[0] = grouped(digits[0]);
  const sign = value < 0 ? "−" : series.sg && value > 0 ? "+" : "";
  return sign + digits.join(view.wanted.l === "vi" ? "," : ".") + named(series.u);
}

function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+(?!\d))/g, view.wanted.l === "vi" ? "." : ",");
}

/* Say a word that never changes; what is none of these words is a text of its own. */
function named(key) {
  const words = choroplethFixed.words[view.wanted.l];
  return Object.hasOwn(words, key) ? words[key] : key;
}
