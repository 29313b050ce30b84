// A page that comes back with faults starts where they are listed.
document.querySelector(".summary")?.focus();

// The present entry of each navigation that scrolls sideways is in sight.
for (const here of document.querySelectorAll(":is(.strip, .tabs, .beside > nav) [aria-current]")) {
  const line = here.parentElement;
  line.scrollLeft = here.offsetLeft - (line.clientWidth - here.offsetWidth) / 2;
}

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
