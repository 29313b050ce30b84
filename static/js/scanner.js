// The scanner of a door: the camera reads a code, the server decides, the verdict covers the page, and after green the
// camera is ready again by itself. Without camera or script the search field and the links of the codes still work.
"use strict";

const main = document.querySelector("main");
const video = document.getElementById("view");
const covering = document.getElementById("covering");
const CODE = /^https?:\/\/[^/]+\/b\/([\w-]{20,})$/;
const GREEN_FOR = 1500; // ms; amber and red wait for a person
const SAME_CODE_AGAIN = 3000; // ms a code must be out of sight before it counts as shown again
const BETWEEN_LOOKS = 120; // ms, so that a telephone stays cool
const TONES = { in: [880], ask: [520, 520], stop: [220] }; // Hz
let busy = false;
let lastCode = "";
let lastSeen = 0;
let sound;

function cameraIs(state) {
  for (const line of document.querySelectorAll("#camera [data-when]")) line.hidden = line.dataset.when !== state;
  video.hidden = state !== "ready";
}

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
  covering.className = `door covering ${colour}`;
  covering.replaceChildren(...parts);
  covering.hidden = false;
  covering.focus();
  signal(colour);
  if (colour === "in") setTimeout(uncover, GREEN_FOR);
}

function uncover() {
  covering.hidden = true;
  covering.replaceChildren();
  busy = false;
}

function coverWith(template, colour) {
  cover(colour, [...document.getElementById(template).content.cloneNode(true).children]);
}

/** Send one form and show the verdict. Sent again it is the same scan, for its name stays the same. */
async function ask(form) {
  busy = true;
  let answer;
  try {
    answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), signal: AbortSignal.timeout(8000) });
  } catch {
    coverWith("no-network", "ask");
    covering.querySelector("[data-again]").addEventListener("click", () => ask(form));
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("main.door");
  const colour = ["in", "ask", "stop"].find((one) => page?.classList.contains(one));
  if (!answer.ok || !colour) {
    coverWith("reload", "ask"); // signed out, or the page is too old
    return;
  }
  cover(colour, [...page.children]);
}

function seen(text) {
  const now = Date.now();
  const again = text === lastCode && now - lastSeen < SAME_CODE_AGAIN;
  lastCode = text;
  lastSeen = now;
  if (again || busy) return;
  const code = CODE.exec(text);
  if (!code) {
    busy = true;
    coverWith("no-code", "stop");
    return;
  }
  const form = document.getElementById("scan");
  form.action = `/b/${code[1]}`;
  form.elements.scan_id.value = crypto.randomUUID();
  ask(form);
}

async function look(detector) {
  for (;;) {
    if (!document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
      const found = await detector.detect(video).catch(() => []);
      if (found.length) seen(found[0].rawValue);
    }
    await new Promise((later) => setTimeout(later, BETWEEN_LOOKS));
  }
}

async function startCamera() {
  const api = globalThis.BarcodeDetectionAPI;
  if (!api || !navigator.mediaDevices) return; // not set up, or not on https: the lines for "off" stand
  cameraIs("asking");
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
    await video.play();
  } catch (problem) {
    cameraIs(problem.name === "NotAllowedError" ? "refused" : "missing");
    return;
  }
  api.prepareZXingModule({ overrides: { locateFile: () => main.dataset.wasm } });
  cameraIs("ready");
  navigator.wakeLock?.request("screen").catch(() => {}); // the screen stays on where the browser lets us
  look(new api.BarcodeDetector({ formats: ["qr_code"] }));
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && !video.hidden) navigator.wakeLock?.request("screen").catch(() => {});
});

document.addEventListener("click", (event) => {
  sound ??= new AudioContext();
  sound.resume();
  if (covering.contains(event.target) && event.target.closest("a[data-next], button[data-next]")) {
    event.preventDefault();
    uncover();
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.closest("#found")) {
    event.preventDefault();
    if (!busy) ask(form);
    return;
  }
  if (form.id !== "search") return;
  event.preventDefault(); // the camera goes on while one searches
  const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
  try {
    const answer = await fetch(address);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    if (!answer.ok || !found) throw new Error("no list");
    document.getElementById("found").replaceChildren(...found.childNodes);
  } catch {
    location.assign(address);
  }
});

startCamera();
