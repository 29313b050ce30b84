// The scanner of a door: the camera reads a code, the server decides, the verdict covers the page, and after green the
// camera is ready again by itself. Without camera or script the search field and the links of the codes still work.
"use strict";

const main = document.querySelector("main");
const covering = document.getElementById("covering");
const list = document.getElementById("found");
const CODE = /^https?:\/\/[^/]+\/b\/([\w-]{20,})$/;
const GREEN_FOR = 1500; // ms; amber and red wait for a person
const PATIENCE = 8000; // ms for an answer
const TONES = { in: [880], ask: [520, 520], stop: [220] }; // Hz
let busy = false;
let lastCode = "";
let green; // the timer that ends it
let focusBefore;
let sound;

/** One tone for in, two for ask, a deep one for stop; and the same in vibrations. */
function signal(colour) {
  navigator.vibrate?.({ in: [60], ask: [60, 80, 60], stop: [300] }[colour]);
  sound ??= new AudioContext();
  if (sound.state !== "running") return;
  (TONES[colour] ?? []).forEach((pitch, number) => {
    const tone = new OscillatorNode(sound, { frequency: pitch });
    tone.connect(sound.destination);
    tone.start(sound.currentTime + number * 0.18);
    tone.stop(sound.currentTime + number * 0.18 + 0.12);
  });
}

function cover(colour, parts) {
  clearTimeout(green);
  if (covering.hidden) focusBefore = document.activeElement;
  covering.className = `door covering ${colour}`;
  covering.replaceChildren(...parts);
  covering.hidden = false;
  for (const one of main.children) one.inert = one !== covering;
  covering.focus();
  signal(colour);
  if (colour === "in" && !covering.querySelector(".desk")) green = setTimeout(uncover, GREEN_FOR);
}

function uncover() {
  clearTimeout(green);
  for (const one of main.children) one.inert = false;
  covering.hidden = true;
  covering.replaceChildren();
  busy = false;
  if (focusBefore !== document.body) focusBefore?.focus(); // whoever was typing goes on typing
}

function coverWith(template, colour) {
  cover(colour, [...document.getElementById(template).content.cloneNode(true).children]);
}

/** Send one form and show the verdict. Sent again it is the same scan, for its name stays the same. */
async function ask(form) {
  busy = true;
  let answer, text;
  try {
    const body = new URLSearchParams(new FormData(form));
    answer = await fetch(form.action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
    text = await answer.text();
    if (answer.status >= 500) throw new Error("the server is not well");
  } catch {
    coverWith("no-network", "ask");
    covering.querySelector("[data-again]").addEventListener("click", () => ask(form), { once: true });
    return;
  }
  const page = new DOMParser().parseFromString(text, "text/html").querySelector("main.door");
  const colour = ["in", "ask", "stop"].find((one) => page?.classList.contains(one));
  if (!answer.ok || !colour) {
    coverWith("reload", "ask"); // signed out, or the page is too old
    return;
  }
  cover(colour, [...page.children]);
  if (list.contains(form)) search(); // the list says who is in now, and the next press is another scan
}

/** What the camera reads; the code that is being shown stays taken, and the next guest waits until this one is done. */
function taken(text) {
  if (busy) return text === lastCode;
  lastCode = text;
  const code = CODE.exec(text);
  if (!code) {
    busy = true;
    coverWith("no-code", "stop");
    return true;
  }
  const form = document.getElementById("scan");
  form.action = `/b/${code[1]}`;
  form.elements.scan_id.value = crypto.randomUUID();
  ask(form);
  return true;
}

/** The list of guests of this name, while the camera goes on. */
async function search() {
  const form = document.getElementById("search");
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  let found;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
    found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
  } catch {
    list.replaceChildren(document.getElementById("no-list").content.cloneNode(true));
    return;
  }
  if (found) list.replaceChildren(...found.childNodes);
  else location.assign(address); // signed out: the page itself says so
}

document.addEventListener("click", (event) => {
  sound ??= new AudioContext();
  sound.resume();
  if (covering.contains(event.target) && event.target.closest("a[data-next], button[data-next]")) {
    event.preventDefault();
    uncover();
  }
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id === "search") {
    event.preventDefault();
    search();
  } else if (list.contains(form) || covering.contains(form)) {
    event.preventDefault();
    if (!busy || covering.contains(form)) ask(form);
  }
});

doorCamera.start(taken);
