// The player of a recording: moments in links, another language at the same moment, the link to send on. Without it every
// link still leads to its speech or its paragraph on the page, and the player opens from there.
const box = document.querySelector("[data-watch]");
const player = document.querySelector("video.player, audio.player");
const frame = document.querySelector("iframe.player");
const opening = box?.querySelector("form[data-address]");
let reached = Number(new URL(location.href).searchParams.get("t")) || 0;
let until = Infinity;

const inHash = () => /^#t=(\d{1,6})$/.exec(location.hash)?.[1];
// Where nothing can be loaded the moment is the one that was chosen last.
const moment = () => Math.floor(player?.readyState && !player.error ? player.currentTime : reached);

function seek(second, end = Infinity) {
  until = end;
  reached = second;
  player.currentTime = second;
  player.play().catch(() => {}); // a browser may want the viewer to press play
}

const at = (from, second) => {
  const address = new URL(from, location.href);
  address.searchParams.delete("part");
  address.searchParams.set("t", second);
  return address.href;
};

// The button to play and the other languages begin where the address says.
function aim(second) {
  reached = second;
  for (const link of box.querySelectorAll("[data-audio-link]")) link.href = at(link.href, second);
  if (opening) opening.dataset.address = at(opening.dataset.address, second);
}

// A moment that was sent on is seldom one at which something begins: what is said at it is found here.
function show(second) {
  for (const one of document.querySelectorAll(".here")) one.classList.remove("here");
  const said = [...document.querySelectorAll("[data-at]")].findLast((one) => Number(one.dataset.at) <= second);
  if (!said) return;
  const line = said.closest("li"), play = line.querySelector(".from-here");
  said.classList.add("here");
  if (document.getElementById(`t=${second}`)) return;
  line.classList.add("here");
  if (play) play.href = at(play.href, second);
  said.scrollIntoView({ block: "center" });
}

function follow() {
  const second = inHash();
  if (!second) return;
  if (player) seek(Number(second));
  else aim(Number(second));
  show(Number(second));
}

function address() {
  const link = new URL(box.dataset.watch, location.href);
  link.searchParams.set("audio", box.dataset.audio);
  link.hash = `t=${moment()}`;
  return link.href;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-seek]");
  if (!link || !player || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  seek(Number(link.dataset.seek), Number(link.dataset.until ?? Infinity));
  history.replaceState(null, "", address().replace(/#.*/, `#t=${link.dataset.seek}`));
  player.scrollIntoView({ block: "nearest" });
});

// Without this script the form opens the player, and the server counts that.
opening?.addEventListener("submit", (event) => {
  event.preventDefault();
  location.assign(opening.dataset.address);
});

for (const link of box?.querySelectorAll("[data-audio-link]") ?? []) {
  link.addEventListener("click", () => { if ("open" in box.dataset) aim(moment()); });
}

// The other language of the page goes on where this one is.
for (const link of box ? document.querySelectorAll(".languages a") : []) {
  link.addEventListener("click", () => {
    const here = new URL(address()), there = new URL(link.href);
    there.searchParams.set("audio", here.searchParams.get("audio"));
    if (moment()) there.hash = here.hash;
    link.href = there.href;
  });
}

if (player) {
  player.addEventListener("timeupdate", () => {
    if (player.currentTime < until) return;
    until = Infinity;
    player.pause();
  });
  player.addEventListener("error", () => {
    const broken = document.querySelector("[data-broken]"), [unable, unreached] = broken.children;
    unable.hidden = Boolean(player.canPlayType(broken.dataset.broken));
    unreached.hidden = !unable.hidden;
    broken.hidden = false;
  });
}

// Letters are keys while the player or something beside it has the focus: elsewhere they belong to browsers and screen readers.
if (player) {
  const tools = box.querySelector("[data-keys]"), speed = box.querySelector("[data-speed]");
  const move = (by) => { player.currentTime = Math.max(0, player.currentTime + by); };
  const captions = () => {
    const tracks = [...player.textTracks];
    const shown = tracks.find((one) => one.mode === "showing");
    if (shown) shown.mode = "hidden";
    else if (tracks.length) (tracks.find((one) => one.language === box.dataset.audio) ?? tracks[0]).mode = "showing";
  };
  const keys = {
    k: () => { if (player.paused) player.play().catch(() => {}); else player.pause(); },
    j: () => move(-10),
    l: () => move(10),
    m: () => { player.muted = !player.muted; },
    c: captions,
    f: () => { if (document.fullscreenElement) document.exitFullscreen(); else player.requestFullscreen?.().catch(() => {}); },
  };
  tools.hidden = false;
  speed.addEventListener("change", () => { player.playbackRate = Number(speed.value); });
  box.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("select, input")) return;
    event.preventDefault();
    act();
  });
  player.focus({ preventScroll: true });
}

// YouTube and Vimeo say where they are once somebody listens.
if (frame) {
  const site = new URL(frame.src).origin;
  const ask = { youtube: { event: "listening", id: 1 }, vimeo: { method: "addEventListener", value: "timeupdate" } }[box.dataset.provider];
  addEventListener("message", (event) => {
    if (event.origin !== site || event.source !== frame.contentWindow) return;
    let said = event.data;
    try { said = typeof said === "string" ? JSON.parse(said) : said; } catch { return; }
    const at = said?.info?.currentTime ?? said?.data?.seconds;
    if (Number.isFinite(at)) reached = at;
  });
  if (ask) frame.addEventListener("load", () => frame.contentWindow.postMessage(JSON.stringify(ask), site));
}

// One start of the player is one view; a frame of another site says nothing of itself, and counts once it is there.
const count = () => navigator.sendBeacon(box.dataset.started);
player?.addEventListener("playing", count, { once: true });
frame?.addEventListener("load", count, { once: true });

if (box) {
  // An address that plays is no address to send on: whoever opened it would ask the other site without having chosen to.
  if ("open" in box.dataset) history.replaceState(null, "", address().replace(/#.*/, location.hash || (reached ? `#t=${reached}` : "")));
  // The second in the address is also the name of a paragraph, to which the browser goes as the page ends loading.
  if ("open" in box.dataset) addEventListener("load", () => requestAnimationFrame(() => box.scrollIntoView({ block: "start" })));
  const copy = box.querySelector("[data-copy]"), said = box.querySelector("[data-copied]");
  copy.hidden = !navigator.clipboard;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address());
    said.textContent = said.dataset.copied;
  });
  addEventListener("hashchange", follow);
  follow();
}
