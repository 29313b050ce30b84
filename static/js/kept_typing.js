// What one has typed into a form with data-keep outlives a lost tab, on this device alone; nothing is sent anywhere.
//
// In localStorage, because a telephone that needs memory closes the tab, and sessionStorage goes with it. For a day only,
// and until the form is sent (a page with data-sent), because a device may be shared; [Forget it] stands beside it.
const DAY = 24 * 60 * 60 * 1000;
const OURS = "typed:";
const NEVER = new Set(["csrf_token", "key"]);  // of one page, not of a person

function read(name) {
  try {
    const kept = JSON.parse(localStorage.getItem(OURS + name));
    return kept && Date.now() - kept.at < DAY ? kept.typed : null;
  } catch {
    return null;
  }
}

const forget = (name) => localStorage.removeItem(OURS + name);

function controls(form) {
  return [...form.elements].filter((one) => one.name && !NEVER.has(one.name) && one.type !== "password" && one.type !== "file");
}

const isTicked = (one) => one.type === "radio" || one.type === "checkbox";

function write(name, form) {
  const typed = controls(form).filter((one) => (isTicked(one) ? one.checked : one.value)).map((one) => [one.name, one.value]);
  try {
    localStorage.setItem(OURS + name, JSON.stringify({ at: Date.now(), typed }));
  } catch {
    // no room, or a browser that keeps nothing: then the form is an ordinary one
  }
}

// Into fields the server left empty; what it filled in is newer. Says whether anything was.
function restore(form, typed) {
  let some = false;
  for (const one of controls(form)) {
    const values = typed.filter(([name]) => name === one.name).map(([, value]) => value);
    if (isTicked(one)) {
      const answered = [...form.elements].some((other) => other.name === one.name && other.checked);
      if (!answered && !one.disabled && values.includes(one.value)) some = one.checked = true;
    } else if (!one.value && values[0]) {
      one.value = values[0];
      some = some || one.type !== "hidden";
      one.closest("details")?.setAttribute("open", "");
    }
  }
  return some;
}

function keep(form) {
  const name = form.dataset.keep, line = document.querySelector("[data-kept]");
  const corrected = document.querySelector(".summary") !== null;  // the server gave back what was sent: nothing is older
  const typed = corrected ? null : read(name);
  line.hidden = !(typed && restore(form, typed));
  if (corrected) write(name, form);
  line.querySelector("button").addEventListener("click", () => {
    forget(name);
    form.reset();
    controls(form).filter((one) => one.type === "hidden").forEach((one) => { one.value = ""; });
    line.hidden = true;
    form.querySelector("input:not([type=hidden])").focus();
  });
  form.addEventListener("input", () => write(name, form));
  form.addEventListener("change", () => write(name, form));
}

// What is over a day old goes at the next visit of any page that has a form or thanks for one.
for (const one of Object.keys(localStorage)) {
  if (one.startsWith(OURS) && !read(one.slice(OURS.length))) localStorage.removeItem(one);
}
for (const one of document.querySelectorAll("[data-sent]")) forget(one.dataset.sent);
document.querySelectorAll("form[data-keep]").forEach(keep);
