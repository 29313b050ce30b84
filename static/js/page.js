// A page that comes back with faults starts where they are listed.
document.querySelector(".summary")?.focus();

// The present entry of a navigation that scrolls sideways is in sight.
const here = document.querySelector(".strip [aria-current]");
if (here) here.parentElement.scrollLeft = here.offsetLeft - (here.parentElement.clientWidth - here.offsetWidth) / 2;

// An open menu closes when one presses Escape or somewhere else.
const close = (menu) => { menu.open = false; };
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.menu[open]").forEach((menu) => menu.contains(event.target) || close(menu));
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (menu) {
    close(menu);
    menu.querySelector("summary").focus();
  }
});
