// The list is whole without this script. With it, the list and the map can be filtered, and the address keeps the filter.
const form = document.querySelector(".filters");
const table = document.querySelector(".centres");
const counter = form.querySelector("output");
const map = document.querySelector(".world .scroll");
const dots = new Map([...document.querySelectorAll(".map [data-id]")].map((dot) => [dot.dataset.id, dot]));
const plurals = new Intl.PluralRules(document.documentElement.lang);
const plain = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const rows = [...document.querySelectorAll(".centres tbody tr")].map((row) => ({
  row,
  dot: dots.get(row.dataset.id),
  text: plain(`${row.textContent} ${row.dataset.more}`),
}));

function chosen() {
  return [...new FormData(form)].filter(([, value]) => value.trim());
}

function filter() {
  const wanted = chosen();
  let count = 0;
  for (const { row, dot, text } of rows) {
    const matches = wanted.every(([name, value]) =>
      name === "q" ? plain(value).split(/\s+/).every((word) => text.includes(word)) : row.dataset[name] === value);
    row.hidden = !matches;
    dot?.classList.toggle("hidden", !matches);
    count += matches;
  }
  table.hidden = !count;
  counter.value = (counter.dataset[plurals.select(count)] ?? counter.dataset.other).replace(/\d+/, count);
  reveal();
}

// On a narrow screen, only a part of the map is in view. It must not be one without a dot that matches.
function reveal() {
  const shown = [...dots.values()].filter((dot) => !dot.classList.contains("hidden"));
  if (!shown.length) return;
  const { left, right } = map.getBoundingClientRect();
  const places = shown.map((dot) => dot.getBoundingClientRect().x);
  if (!places.some((x) => left < x && x < right)) map.scrollLeft += places[0] - (left + right) / 2;
}

function keep() {
  const query = new URLSearchParams(chosen()).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

function read() {
  const query = new URLSearchParams(location.search);
  for (const field of form.elements) if (field.name) field.value = query.get(field.name) ?? "";
  filter();
}

form.hidden = false;
form.addEventListener("reset", () => setTimeout(() => { filter(); keep(); }));
form.addEventListener("input", () => { filter(); keep(); });
form.addEventListener("submit", (event) => event.preventDefault());
map?.addEventListener("animationend", reveal);
addEventListener("pageshow", read);
