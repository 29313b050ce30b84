// The card looks again each minute while somebody reads it, and when they come back to it.
const look = async () => {
  if (document.hidden) return;
  const answer = await fetch(location.href, { cache: "no-store" }).catch(() => null);
  if (!answer) return; // no network: what is there says of when it is
  if (!answer.ok) {
    if (answer.status < 500) location.reload();
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector("[data-day]");
  const here = document.querySelector("[data-day]");
  if (fresh && !here.contains(document.activeElement)) here.replaceChildren(...fresh.childNodes);
};
setInterval(look, 60000);
document.addEventListener("visibilitychange", look);
