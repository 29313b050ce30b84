// Suggestions for a field that asks for a place: a combobox with a list (WAI-ARIA 1.2), asked of data-places as one types.
// What was typed stands whatever happens. If the list cannot be asked for, the browser's own list comes back.
const WAIT = 150;  // milliseconds without a key: nobody reads a list while typing

const make = (name, facts) => Object.assign(document.createElement(name), facts);

function suggest(field) {
  const own = field.getAttribute("list");
  const code = field.form.elements.namedItem("community");  // tells two of one name apart, where the form asks for it
  const list = make("ul", { id: `${field.id}-list`, className: "options", hidden: true });
  const told = make("p", { className: "visually-hidden" });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.labels[0].textContent.trim());
  told.setAttribute("role", "status");
  field.removeAttribute("list");
  // The browser's own suggestions would lie over ours; but a field that is "off" comes back empty with Back.
  field.addEventListener("focus", () => { field.autocomplete = "off"; });
  field.form.addEventListener("submit", () => { field.autocomplete = "on"; });
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.after(list, told);
  let places = [], at = -1, timer = 0, asked = null;

  function point(to) {
    at = to;
    for (const [n, option] of [...list.children].entries()) option.setAttribute("aria-selected", String(n === at));
    if (at < 0) return field.removeAttribute("aria-activedescendant");
    field.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  function open(yes) {
    list.hidden = !yes;
    field.setAttribute("aria-expanded", String(yes));
    point(-1);
  }

  function close() {
    clearTimeout(timer);
    asked?.abort();
    told.textContent = "";
    open(false);
  }

  function pick(n) {
    field.value = places[n].value;
    if (code) code.value = places[n].code;
    if (places[n].online_only) field.dataset.onlineOnly = "";
    close();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function line(place, n) {
    const option = make("li", { id: `${list.id}-${n}` });
    option.setAttribute("role", "option");
    const note = field.form.elements.namedItem("mode") ? place.note : "";  // says who may come, not who may sign
    const second = [place.also, place.where, note].filter(Boolean).join(" · ");
    option.append(make("b", { textContent: place.name }), " ", make("span", { textContent: second }));
    option.addEventListener("click", () => pick(n));
    return option;
  }

  function giveUp() {
    close();
    field.setAttribute("list", own);
    for (const name of ["role", "aria-autocomplete", "aria-expanded", "aria-controls"]) field.removeAttribute(name);
    stop.abort();
  }

  async function ask() {
    const typed = field.value;
    asked = new AbortController();
    try {
      const answer = await fetch(`${field.dataset.places}?q=${encodeURIComponent(typed.slice(0, 80))}`, { signal: asked.signal });
      if (!answer.ok) throw new Error(answer.status);
      const found = await answer.json();
      if (field.value !== typed || document.activeElement !== field) return;
      places = found.places;
      list.replaceChildren(...places.map(line));
      open(places.length > 0);
      told.textContent = found.told;
    } catch (problem) {
      if (problem.name !== "AbortError") giveUp();
    }
  }

  function onInput() {
    if (code) code.value = "";
    delete field.dataset.onlineOnly;
    clearTimeout(timer);
    asked?.abort();
    if (!field.value.trim()) return close();
    timer = setTimeout(ask, WAIT);
  }

  function onKey(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden && event.key === "ArrowDown" && field.value.trim()) ask();
      if (list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(at < 0 && step < 0 ? places.length - 1 : at + step >= places.length ? -1 : at + step);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (at >= 0 && (event.key === "Enter" || event.key === "Tab")) {
      if (event.key === "Enter") event.preventDefault();
      pick(at);
    } else if (event.key === "Tab") {
      close();  // before the focus moves: a list that scrolls would take it
    }
  }

  const stop = new AbortController();
  const listen = (on, kind, act) => on.addEventListener(kind, act, { signal: stop.signal });
  listen(field, "input", onInput);
  listen(field, "keydown", onKey);
  listen(field, "blur", close);
  listen(list, "mousedown", (event) => event.preventDefault());  // a press on the list does not leave the field
}

document.querySelectorAll("input[data-places]").forEach(suggest);
