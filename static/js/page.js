// A page that comes back with faults starts where they are listed.
document.querySelector(".summary")?.focus();

// The present entry of each navigation that scrolls sideways is in sight.
for (const here of document.querySelectorAll(":is(.strip, .tabs, .beside > nav) [aria-current]")) {
  const line = here.parentElement;
  line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}

// A table that fits is no stop for the keyboard, and is named once.
const fits = new ResizeObserver((boxes) => {
  for (const { target: box } of boxes) {
    const scrolls = box.scrollWidth > box.clientWidth;
    box.role = scrolls ? "region" : null;
    box.ariaLabel = scrolls ? box.querySelector("caption").textContent.trim() : null;
    box.toggleAttribute("tabindex", scrolls);
    if (scrolls) box.tabIndex = 0;
  }
});
for (const box of document.querySelectorAll(":is(.table-wrap, .plan)")) fits.observe(box);

// An open menu closes when one presses Escape or somewhere else.
const close = (menu) => { menu.open = false; };
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) close(menu);
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    close(menu);
    menu.querySelector("summary").focus();
  }
});

// A page is sent on by its one address, without what this visitor has chosen.
for (const button of document.querySelectorAll("[data-share]")) {
  const url = document.querySelector("link[rel=canonical]")?.href ?? location.href, said = button.nextElementSibling;
  button.hidden = !(navigator.share ?? navigator.clipboard);
  button.addEventListener("click", async () => {
    if (navigator.share) {
      await navigator.share({ title: document.title, url }).catch(() => {}); // closed without choosing
      return;
    }
    await navigator.clipboard.writeText(url);
    said.textContent = said.dataset.copied;
  });
}
