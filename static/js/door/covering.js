// The page over the camera, in the app and on the page of the server: its colour, sound and vibration, how long it stays,
// and what becomes of the next code meanwhile.
"use strict";

globalThis.doorCovering = (() => {
  const GREEN_FOR = 1500; // ms; amber and red wait for a person
  const GREEN_SEEN = 700; // ms after which a green page may make way for the next code
  const FINGER_OFF = 500; // ms in which no button of a new page can be pressed: the tap was meant for the page before
  const UNDO_FOR = 10_000; // ms
  const TONES = { in: [880], ask: [520, 520], stop: [220] }; // Hz
  const main = document.querySelector("main");
  const covering = document.getElementById("covering");
  const undo = document.getElementById("undo");
  let focusBefore;
  let green = 0;
  let shownAt = 0;
  let pages = 0;
  let rest;
  let returned = () => {};
  let sound;
  let offered;

  /** One tone for in, two for ask, a deep one for stop; and the same in vibrations. */
  function signal(colour) {
    navigator.vibrate?.({ in: [60], ask: [60, 80, 60], stop: [300] }[colour]);
    if (sound?.state !== "running") return;
    (TONES[colour] ?? []).forEach((pitch, number) => {
      const tone = new OscillatorNode(sound, { frequency: pitch });
      tone.connect(sound.destination);
      tone.start(sound.currentTime + number * 0.18);
      tone.stop(sound.currentTime + number * 0.18 + 0.12);
    });
  }

  /** Lay a page over the camera: a strip, a `.verdict` and its `.acts`; `colour` is in, ask, stop or nothing. Green
      leaves, unless there is something to do. */
  function lay(colour, parts, stays = false) {
    clearTimeout(green);
    green = 0;
    pages += 1;
    shownAt = Date.now();
    if (covering.hidden) focusBefore = document.activeElement;
    covering.className = `door covering ${colour}`;
    covering.replaceChildren(...parts);
    holdBack();
    covering.hidden = false;
    for (const one of main.children) one.inert = one !== covering;
    covering.scrollTop = 0;
    covering.focus();
    if (colour) signal(colour);
    if (colour === "in" && !stays) green = setTimeout(uncover, GREEN_FOR);
  }

  /** Where buttons have just appeared or moved, none can be pressed for a moment. */
  function holdBack() {
    const ways = covering.querySelector(".acts");
    clearTimeout(rest);
    ways.inert = true;
    rest = setTimeout(() => (ways.inert = false), FINGER_OFF);
  }

  /** Back to the camera: what was searched for is not for the next guest to read. */
  function uncover() {
    clearTimeout(green);
    for (const one of main.children) one.inert = false;
    covering.hidden = true;
    covering.replaceChildren();
    returned();
    scrollTo(0, 0);
    if (focusBefore !== document.body) focusBefore?.focus({ preventScroll: true });
  }

  /** The line above the camera: what has just happened, with a button that takes it back. */
  function offer(...parts) {
    clearTimeout(offered);
    undo.replaceChildren(...parts);
    undo.hidden = false;
    offered = setTimeout(() => (undo.hidden = true), UNDO_FOR);
  }

  const isCovered = () => !covering.hidden;

  /** Whether the open page is a green one that leaves by itself and has been seen. */
  const makesWay = () => green !== 0 && Date.now() - shownAt > GREEN_SEEN;

  /** Whether the next code may take the place of the page that is open; where a person has to read that page first, it
      says that another code is there. */
  function mayFollow(isAnother, sentence) {
    if (!isCovered()) return true;
    if (!isAnother) return false;
    if (makesWay()) return true;
    announceNext(sentence);
    return false;
  }

  /** The page says that another code waits, and is not green for the wrong guest. */
  function announceNext(sentence) {
    const middle = covering.querySelector(".verdict");
    if (!covering.matches(".in, .ask, .stop, .waits") || green || middle.querySelector(".another")) return;
    if (covering.classList.contains("in")) {
      covering.classList.replace("in", "waits");
      for (const one of middle.querySelectorAll(".shape, .word, .hello")) one.remove();
    }
    const line = Object.assign(document.createElement("p"), { className: "note another", role: "alert" });
    line.textContent = sentence;
    middle.prepend(line);
    holdBack();
    covering.scrollTop = 0;
    signal("ask");
  }

  document.addEventListener("click", () => {
    sound ??= new AudioContext();
    sound.resume();
  });

  /** Tells one page over the camera from the next. */
  const page = () => pages;

  return { lay, uncover, offer, isCovered, page, mayFollow, holdBack, onReturn: (act) => (returned = act) };
})();
