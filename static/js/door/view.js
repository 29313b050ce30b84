// What the app shows: the strip, the verdict over everything, lists. Its words come with the page, in its language.
"use strict";

globalThis.doorView = (() => {
  const GREEN_FOR = 1500; // ms; amber and red wait for a person
  const GREEN_SEEN = 700; // ms after which a green page may make way for the next code
  const FINGER_OFF = 500; // ms in which no button of a new page can be pressed: the tap was meant for the page before
  const TONES = { in: [880], ask: [520, 520], stop: [220] }; // Hz
  const main = document.querySelector("main");
  const covering = document.getElementById("covering");
  const words = {};
  for (const one of document.getElementById("words").content.querySelectorAll("[data-word]")) {
    words[one.dataset.word] = one.textContent.trim();
  }
  const lang = document.documentElement.lang;
  let focusBefore;
  let green = 0;
  let shownAt = 0;
  let pages = 0;
  let rest;
  let returned = () => {};
  let sound;

  /** A sentence of the page, with its facts put in. */
  function say(word, facts = {}) {
    return (words[word] ?? "").replace(/\{(\w+)\}/g, (_all, name) => facts[name] ?? "");
  }

  function made(tag, text = "", options = {}) {
    const element = Object.assign(document.createElement(tag), options);
    element.textContent = text;
    return element;
  }

  function button(word, act, options = {}) {
    const one = made("button", say(word, options.facts), { className: options.look ?? "button", type: "button" });
    one.addEventListener("click", act);
    if (options.name) one.dataset.act = options.name;
    return one;
  }

  const locale = lang === "fr" ? "fr" : "en-GB";

  /** `14:30` in English, `14 h 30` in French, as on all pages. */
  function clock(seconds, zone) {
    const asked = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone };
    const parts = new Intl.DateTimeFormat(locale, asked).formatToParts(seconds * 1000);
    const { hour, minute } = Object.fromEntries(parts.map((one) => [one.type, one.value]));
    return lang === "fr" ? `${Number(hour)}\u00a0h\u00a0${minute}` : `${hour}:${minute}`;
  }

  const dayOf = (seconds, zone) =>
    new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "long", timeZone: zone }).format(seconds * 1000);

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

  /** Lay a page over the camera; `colour` is in, ask, stop or nothing. Green leaves, unless there is something to do. */
  function cover(colour, parts, buttons, stays = false, word = `word_${colour}`) {
    clearTimeout(green);
    green = 0;
    pages += 1;
    shownAt = Date.now();
    if (covering.hidden) focusBefore = document.activeElement;
    covering.className = `door covering ${colour}`;
    const middle = made("div", "", { className: "verdict" });
    if (["in", "ask", "stop"].includes(colour)) {
      middle.append(document.getElementById(`shape-${colour}`).content.cloneNode(true));
      middle.append(made("p", say(word), { className: "word" }));
    }
    middle.append(...parts.filter(Boolean));
    const ways = made("div", "", { className: "acts" });
    ways.append(...buttons.filter(Boolean));
    holdBack(ways);
    covering.replaceChildren(made("div", document.querySelector(".strip h1").textContent, { className: "strip" }), middle, ways);
    covering.hidden = false;
    for (const one of main.children) one.inert = one !== covering;
    covering.scrollTop = 0;
    covering.focus();
    if (colour) signal(colour);
    if (colour === "in" && !stays) green = setTimeout(uncover, GREEN_FOR);
  }

  function holdBack(ways) {
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

  const isCovered = () => !covering.hidden;

  /** Whether the open page is a green one that leaves by itself and has been seen. */
  const makesWay = () => green !== 0 && Date.now() - shownAt > GREEN_SEEN;

  /** The next code is shown while a page waits for a person: it says so, and is not green for the wrong guest. */
  function announceNext() {
    const middle = covering.querySelector(".verdict");
    if (!covering.matches(".in, .ask, .stop, .waits") || green || middle.querySelector(".another")) return;
    if (covering.classList.contains("in")) {
      covering.classList.replace("in", "waits");
      for (const one of middle.querySelectorAll(".shape, .word, .hello")) one.remove();
    }
    middle.prepend(made("p", say("another_code"), { className: "note another", role: "alert" }));
    holdBack(covering.querySelector(".acts"));
    covering.scrollTop = 0;
    signal("ask");
  }

  /** The button back to the camera; its word says what becomes of the guest. */
  const leave = (word) => button(word, uncover, { name: "next" });
  const next = () => leave("next");
  const back = () => leave("back");

  /** Who stands there: name, function and place, and a word of welcome in their language. */
  function guestLines(guest, greets) {
    if (!guest) return [];
    const hello = greets ? [made("p", { en: "Welcome", fr: "Bienvenue" }[guest.lang], { className: "hello", lang: guest.lang })] : [];
    const line = made("p");
    if (guest.role) line.append(made("span", guest.role, { lang: guest.lang }), " · ");
    line.append(guest.place, " · ", made("span", guest.ref, { className: "piece" }));
    const desk = guest.desk ? [made("p", guest.desk, { className: "desk" })] : [];
    return [made("p", guest.name, { className: "who" }), line, ...desk, ...hello];
  }

  const note = (text, options = {}) => (text ? made("p", text, { className: "note", ...options }) : null);

  /** One line of a list, with a button for what can be done. */
  function hit(title, facts, word, act) {
    const line = made("li", "", { className: "line" });
    const text = made("span");
    text.append(made("b", title), ...facts);
    line.append(text);
    if (!act) return line;
    const press = button(word, act);
    press.setAttribute("aria-label", `${say(word)}: ${title}`);
    line.append(press);
    return line;
  }

  document.addEventListener("click", () => {
    sound ??= new AudioContext();
    sound.resume();
  });

  /** Tells one page over the camera from the next. */
  const page = () => pages;

  const overCamera = { cover, uncover, isCovered, page, makesWay, announceNext, onReturn: (act) => (returned = act) };
  return { ...overCamera, say, made, button, clock, dayOf, leave, next, back, guestLines, note, hit };
})();
