// The live page looks after itself: every half minute it asks whether the state has changed, and only then shows it.
const EVERY = 30_000;

async function look() {
  const shown = document.getElementById("live");
  if (!shown || document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const now = page.getElementById("live");
    if (now && now.dataset.mark !== shown.dataset.mark) {
      shown.dataset.mark = now.dataset.mark;
      shown.replaceChildren(...now.childNodes);
    }
  } catch {
    // the network is away for a moment: the next look may find it
  }
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
