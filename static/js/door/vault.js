// Opens the encrypted list (assembly/checkin/roster.py says how it is made): a record only with the entry code of its
// guest, the names only with the key that the server gives for the PIN. Keys are never stored.
"use strict";

globalThis.doorVault = (() => {
  const text = (words) => new TextEncoder().encode(words);
  const INFO = text("door record v1");
  const WALK_IN = text("door walk-in v1");
  const ZEROS = new Uint8Array(12);
  const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const read = (buffer) => JSON.parse(new TextDecoder().decode(buffer));
  const hex = (buffer) => Array.from(new Uint8Array(buffer), (one) => one.toString(16).padStart(2, "0")).join("");

  /** The mark and the key of a record. */
  async function derived(code, salt) {
    const material = await crypto.subtle.importKey("raw", text(code), "HKDF", false, ["deriveBits"]);
    const bits = await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info: INFO }, material, 320);
    const key = await crypto.subtle.importKey("raw", bits.slice(0, 32), "AES-GCM", false, ["decrypt"]);
    return { mark: hex(bits.slice(32)), key };
  }

  async function unpacked(packed) {
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    return read(await new Response(stream).arrayBuffer());
  }

  const VERSION = 2; // of the list, as the server has it
  const SHOWN = 11; // what a guest shows of themselves comes first

  function guestOf([code, name, role, place, lang, state, mode, ref, desk, category, invited]) {
    const facts = { category: category || "participant", isInvited: invited === 1 };
    return { code, name, role, place, lang, state, mode, ref, desk, ...facts };
  }

  /** A list as it came: where each record is, and nothing of what is in it. */
  function open(buffer) {
    const view = new DataView(buffer);
    const length = view.getUint32(0);
    const header = read(new Uint8Array(buffer, 4, length));
    const records = new Map();
    let at = 4 + length;
    for (let number = 0; number < header.count; number += 1) {
      const size = view.getUint16(at + 8);
      records.set(hex(buffer.slice(at, at + 8)), [at + 10, size]);
      at += 10 + size;
    }
    const salt = bytes(header.salt);
    const names = new Uint8Array(buffer, at, header.names_length);

    /** The guest of this entry code, or null where the list has none. */
    async function find(code) {
      const { mark, key } = await derived(code, salt);
      const place = records.get(mark);
      if (!place) return null;
      const sealed = new Uint8Array(buffer, ...place);
      const record = read(await crypto.subtle.decrypt({ name: "AES-GCM", iv: ZEROS }, key, sealed));
      return { ...guestOf(record), replacedAt: record[SHOWN] || null, successor: record[SHOWN + 1] };
    }

    /** Everybody, for searching. Throws where the key is that of another shift. */
    async function everybody(key) {
      const iv = bytes(header.names_nonce);
      const [places, entries] = await unpacked(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, names));
      return entries.map((entry) => {
        const [placeCode, name_key, own] = entry.slice(SHOWN);
        const words = places[placeCode] ? `${own}|${places[placeCode]}` : own;
        return { ...guestOf(entry), placeCode, name_key, words, replacedAt: null, successor: "" };
      });
    }

    return { header, find, everybody };
  }

  const namesKey = (base64) => crypto.subtle.importKey("raw", bytes(base64), "AES-GCM", false, ["decrypt"]);

  /** What a scan is stored with in place of the code, so that what is stored opens nothing. */
  const hashOf = async (code) => hex(await crypto.subtle.digest("SHA-256", text(code)));

  /** Seal words for the server alone (assembly/checkin/walk_ins.py): nothing that stays on this phone opens them. */
  async function sealed(words, theirPoint, name) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const server = bytes(theirPoint);
    const theirs = await crypto.subtle.importKey("raw", server, curve, false, []);
    const mine = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const point = new Uint8Array(await crypto.subtle.exportKey("raw", mine.publicKey));
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, mine.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const hkdf = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array([...point, ...server]), info: WALK_IN };
    const key = await crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const additionalData = text(name);
    const box = await crypto.subtle.encrypt({ name: "AES-GCM", iv: ZEROS, additionalData }, key, text(JSON.stringify(words)));
    return btoa(String.fromCharCode(...point, ...new Uint8Array(box)));
  }

  return { VERSION, guestOf, open, namesKey, hashOf, sealed };
})();
