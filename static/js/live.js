// The live page looks after itself: every half minute it asks whether anything has changed, and only then shows it.
const EVERY = 30_000;

async function look() {
  if (document.hidden) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const id of ["live", "now"]) show(document.getElementById(id), page.getElementById(id));
  } catch {
    // the network is away for a moment: the next look may find it
  }
}

function show(shown, now) {
  if (!shown || !now || now.dataset.mark === shown.dataset.mark) return;
  shown.dataset.mark = now.dataset.mark;
  shown.replaceChildren(...now.childNodes);
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
