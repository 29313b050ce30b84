// The visitor's own selection of sessions, kept on this device alone where no personal link is open (data-own: then the
// buttons are a form's, and the server keeps it). Nothing is sent but the codes in the address of one's own page.
const page = document.querySelector("[data-selection]");
const KEY = "selection:" + page.dataset.selection;

// What is kept, or null where the browser keeps nothing.
function read() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return new Set(Array.isArray(kept) ? kept.filter((one) => typeof one === "string") : []);
  } catch {
    return null;
  }
}

function write(codes) {
  try {
    if (codes.size) localStorage.setItem(KEY, JSON.stringify([...codes]));
    else localStorage.removeItem(KEY);
  } catch {
    // no room: the star goes out again when the page is drawn from what is kept
  }
}

const listed = (text) => new Set(text.split(",").filter(Boolean));
const same = (one, other) => one.size === other.size && [...one].every((code) => other.has(code));

function addressWith(codes) {
  const address = new URL(location.pathname, location.href);
  if (codes.size) address.searchParams.set("s", [...codes].join(","));
  return address.href;
}

function draw(codes) {
  for (const button of document.querySelectorAll("[data-select]")) {
    const on = codes.has(button.dataset.select);
    button.hidden = false;
    button.querySelector("[data-on]").hidden = !on;
    button.querySelector("[data-off]").hidden = on;
  }
  for (const link of document.querySelectorAll("[data-selection-link]")) {
    const address = new URL(link.getAttribute("href"), location.href);
    address.search = codes.size ? "?s=" + [...codes].join(",") : "";
    link.href = address.href;
    link.querySelector("[data-selection-count]").textContent = codes.size ? `(${codes.size})` : "";
  }
  const hint = document.querySelector("[data-selection-hint]");
  if (hint) hint.hidden = false;
}

// The page of the selection shows the codes of its address: those that are kept here, whoever wrote the address.
function isElsewhere(codes) {
  const asked = new URL(location.href).searchParams.get("s") ?? "";
  return "selected" in page.dataset && !same(listed(asked), codes);
}

function keepHere(codes) {
  if (isElsewhere(codes)) {
    location.replace(addressWith(codes));
    return;
  }
  draw(codes);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-select]");
    if (!button) return;
    const kept = read() ?? new Set(), code = button.dataset.select;
    if (!kept.delete(code)) kept.add(code);
    write(kept);
    if ("selected" in page.dataset) location.replace(addressWith(read() ?? kept));
    else draw(read() ?? kept);
  });
  addEventListener("storage", (event) => { if (event.key === KEY) draw(read() ?? codes); });
}

// With a link open, what was selected before on this device is offered once, and forgotten here when it is kept there.
function offerFromHere(codes) {
  const form = document.querySelector("[data-selection-here]"), there = listed(page.dataset.selected ?? "");
  const missing = [...codes].filter((code) => !there.has(code));
  if (!form || !codes.size) return;
  if (!missing.length) {
    write(new Set());
    return;
  }
  for (const code of missing) {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name: "add", value: code });
    form.append(field);
  }
  form.hidden = false;
}

const kept = read();
if (kept && "own" in page.dataset) offerFromHere(kept);
else if (kept) keepHere(kept);
