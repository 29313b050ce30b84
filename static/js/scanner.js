// The scanner on the page of the server: the camera reads a code, the server decides, and the verdict covers the page as
// in the app (door/covering.js). Without camera or script the search field and the links of the codes still work.
"use strict";

(() => {
  const { lay, uncover, offer, page, mayFollow, holdBack, onReturn } = doorCovering;
  const covering = document.getElementById("covering");
  const list = document.getElementById("found");
  const field = document.getElementById("q");
  const PATIENCE = 8000; // ms for an answer
  let asking = false;
  let searches = 0;
  let lastText = ""; // what was read last, unless a name was chosen since

  const partsOf = (id) => [...document.getElementById(id).content.cloneNode(true).children];
  const another = document.getElementById("another-code").content.textContent.trim();

  /** Send one form and show the verdict. Sent again it is the same scan, for its name stays the same. Until then a page
      without buttons says so: nobody goes on to the next guest, whom the answer would seem to be about. */
  async function ask(action, body) {
    asking = true;
    lay("", partsOf("checking"));
    const own = page();
    try {
      const answer = await fetch(action, { method: "POST", body, signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status >= 500) throw new Error("the server is not well");
      const text = await answer.text();
      if (page() === own) show(answer.ok, text);
    } catch {
      if (page() !== own) return;
      lay("ask", partsOf("no-network"));
      covering.querySelector("[data-again]").addEventListener("click", () => ask(action, body), { once: true });
    } finally {
      asking = false;
    }
  }

  function show(isAnswered, text) {
    const shown = new DOMParser().parseFromString(text, "text/html").querySelector("main.door");
    const colour = ["in", "ask", "stop"].find((one) => shown?.classList.contains(one));
    if (!isAnswered || !shown?.querySelector(".acts")) return lay("ask", partsOf("reload")); // signed out, or the page is too old
    const line = shown.querySelector(".undo");
    if (shown.querySelector("[data-done]")) {
      offer(line);
      return uncover();
    }
    if (line && !shown.querySelector("[data-stays]")) offer(line); // on a page that stays it stays too
    lay(colour ?? "", [...shown.children], Boolean(shown.querySelector("[data-stays]")));
  }

  /** What the camera or a scanner read: whether it was taken. */
  function taken(text) {
    const code = doorRules.codeOf(text);
    if (asking || !mayFollow(Boolean(code) && text !== lastText, another)) return false;
    lastText = text;
    const form = document.getElementById(code ? "scan" : "external"); // of another event, whose badges open our doors too
    if (!form) {
      lay("stop", partsOf("no-code"));
      return true;
    }
    form.elements.scan_id.value = crypto.randomUUID();
    if (!code) form.elements.code.value = text;
    ask(code ? `/b/${code}` : form.action, new URLSearchParams(new FormData(form)));
    return true;
  }

  /** The list of guests of this name, while the camera goes on. */
  async function search() {
    const text = field.value.trim();
    if (doorRules.codeOf(text)) {
      field.value = ""; // a scanner that types
      taken(text);
      return;
    }
    const form = document.getElementById("search");
    const address = `${form.action}?${new URLSearchParams(new FormData(form))}`;
    const own = ++searches;
    let found;
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE) });
      found = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("found");
    } catch {
      if (own !== searches) return;
      list.replaceChildren(document.getElementById("no-list").content.cloneNode(true));
      return;
    }
    if (own !== searches) return; // another search, or the guest has gone
    if (found) list.replaceChildren(...found.childNodes);
    else location.assign(address); // signed out: the page itself says so
  }

  /** The next guest reads nobody's name. */
  function forgetSearch() {
    searches += 1;
    field.value = "";
    list.replaceChildren();
  }

  document.addEventListener("click", (event) => {
    const way = covering.contains(event.target) && event.target.closest("[data-next], [data-search]");
    if (!way) return;
    event.preventDefault();
    uncover();
    if ("search" in way.dataset) field.focus();
  });

  covering.addEventListener("toggle", holdBack, true); // reasons have just appeared where another button was

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "search") {
      event.preventDefault();
      search();
    } else if (list.contains(form) || covering.contains(form)) {
      event.preventDefault();
      if (asking) return;
      if (list.contains(form)) lastText = "";
      ask(form.action, new URLSearchParams(new FormData(form, event.submitter)));
    }
  });

  onReturn(forgetSearch);
  doorCamera.start(taken);
})();
