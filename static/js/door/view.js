// What the app shows: the verdict over everything, lists. Its words come with the page, in its language.
"use strict";

globalThis.doorView = (() => {
  const { lay, uncover } = doorCovering;
  const words = {};
  for (const one of document.getElementById("words").content.querySelectorAll("[data-word]")) {
    words[one.dataset.word] = one.textContent.trim();
  }
  const lang = document.documentElement.lang;

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

  /** A page over the camera: what it says, then its buttons. */
  function cover(colour, parts, buttons, stays = false, word = `word_${colour}`) {
    const middle = made("div", "", { className: "verdict" });
    if (["in", "ask", "stop"].includes(colour)) {
      middle.append(document.getElementById(`shape-${colour}`).content.cloneNode(true));
      middle.append(made("p", say(word), { className: "word" }));
    }
    middle.append(...parts.filter(Boolean));
    const ways = made("div", "", { className: "acts" });
    ways.append(...buttons.filter(Boolean));
    const strip = made("div", document.querySelector(".strip h1").textContent, { className: "strip" });
    lay(colour, [strip, middle, ways], stays);
  }

  /** The button back to the camera; its word says what becomes of the guest. */
  const leave = (word) => button(word, uncover, { name: "next" });
  const next = () => leave("next");
  const back = () => leave("back");

  /** A word of welcome to somebody who is in, in their language. */
  const greeting = (lang) => made("p", { en: "Welcome", fr: "Bienvenue" }[lang], { className: "hello", lang });

  /** Who stands there: name, function and place, and a word of welcome in their language. */
  function guestLines(guest, greets) {
    if (!guest) return [];
    const hello = greets ? [greeting(guest.lang)] : [];
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

  return { ...doorCovering, cover, say, made, button, clock, dayOf, leave, next, back, greeting, guestLines, note, hit };
})();
