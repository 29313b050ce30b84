// A session moved to another beginning keeps its length, and a break or a time to meet takes no room over from the
// session before it: until somebody says otherwise.
const form = document.querySelector("form:has([name=starts]):has([name=ends])");
if (form) {
  const { starts, ends, ends_said: endsSaid, kind, room } = form.elements;
  const wall = (field) => new Date(`${field.value.slice(0, 16)}Z`).getTime();
  let length = wall(ends) - wall(starts);

  starts.addEventListener("change", () => {
    const moved = new Date(wall(starts) + length);
    if (length > 0 && !Number.isNaN(moved.getTime())) ends.value = moved.toISOString().slice(0, 16);
  });
  ends.addEventListener("change", () => { length = wall(ends) - wall(starts); });
  endsSaid.value = "1";

  const suggested = "suggested" in form.dataset ? room.value : "";
  let chosen = false;
  room.addEventListener("change", () => { chosen = true; });
  kind.addEventListener("change", () => {
    if (!chosen && suggested) room.value = ["break", "networking"].includes(kind.value) ? "" : suggested;
  });
}
