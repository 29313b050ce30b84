// How two spellings meet, as the server has it (assembly/fold.py): "Łódź", "LODZ" and "lodz" are one.
"use strict";

globalThis.doorFold = (() => {
  const LETTERS = { ł: "l", ø: "o", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ß: "ss", ħ: "h", ı: "i", ŋ: "n", ς: "σ" };
  const letters = (text) => text.replace(/[łøđðþæœßħıŋς]/g, (letter) => LETTERS[letter]);

  function fold(text) {
    const lowered = letters(text.normalize("NFC").toLowerCase());
    return letters(lowered.normalize("NFKD").replace(/\p{M}+/gu, "")).replace(/[^\p{L}\p{N}_]+/gu, " ").trim();
  }

  /** A spoken reference however it was typed: "u960" and "U9 6O" are "U9-60"; "" for what is none. */
  function reference(text) {
    const found = /^([a-z])(\d)([\doil]{2,4})$/.exec(fold(text).replaceAll(" ", ""));
    const digits = { o: "0", i: "1", l: "1" };
    return found ? `${found[1]}${found[2]}-${found[3].replace(/[oil]/g, (one) => digits[one])}`.toUpperCase() : "";
  }

  /** The guests a text means, the exact name first; each guest has `name_key`, `words` and `ref`. */
  function search(guests, text) {
    const folded = fold(text);
    const said = reference(text);
    if (!folded) return [];
    const wanted = folded.split(" ");
    const rank = (guest) => {
      if (said && guest.ref === said) return 0;
      if (!wanted.every((word) => guest.words.includes(word))) return 9;
      if (guest.name_key === folded) return 1;
      const starts = (begin) => [guest.name_key, guest.words].some((one) => `${one} `.startsWith(begin));
      if (starts(`${folded} `)) return 2;
      if (guest.words.split("|").includes(folded)) return 3;
      return starts(folded) ? 4 : ` ${guest.words}`.includes(` ${folded}`) ? 5 : 6;
    };
    return guests
      .map((guest) => [rank(guest), guest])
      .filter(([place]) => place < 9)
      .sort(([one, a], [other, b]) => one - other || (a.name_key < b.name_key ? -1 : a.name_key > b.name_key ? 1 : 0))
      .map(([, guest]) => guest);
  }

  /** The first of these folded names that explains why a text met somebody of whom `shown`, folded, does not hold all
      its words; "" where it needs no explaining, or where none does (assembly/protocol/search.py). */
  function matchedBy(text, shown, names) {
    const missing = fold(text).split(" ").filter((word) => !shown.includes(word));
    return (missing.length && names.find((name) => missing.every((word) => name.includes(word)))) || "";
  }

  return { fold, reference, search, matchedBy };
})();
