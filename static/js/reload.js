// The live page, and the arrivals at the doors, look after themselves: every half minute they ask whether anything has
// changed, and only then show it.
const EVERY = 30_000;

async function look() {
  if (document.hidden) return;
  try {
    const { from } = document.getElementById("live").dataset; // the answer to a form has no address to ask again
    const answer = await fetch(from ?? location.href, { headers: { Accept: "text/html" } });
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
  const open = [...shown.querySelectorAll("details")].map((one) => one.open);
  shown.replaceChildren(...now.childNodes);
  shown.querySelectorAll("details").forEach((one, at) => {
    one.open = open[at] ?? one.open;
  });
}

setInterval(look, EVERY);
document.addEventListener("visibilitychange", look);
