// Who takes part online alone is offered no place in the room: as the form stands, and whatever the server then says.
// A way that is closed for everybody (data-closed) stays closed.
function offer(form) {
  const rooms = form.querySelectorAll("input[name=mode][value=on_site]");
  const online = form.querySelector("input[name=mode][value=online]:not([data-closed])");
  const told = form.querySelector("[data-online-only]");

  function look() {
    const kind = form.querySelector("input[name=represents]:checked");
    const alone = kind?.value === "organisation" || "onlineOnly" in form.elements.namedItem("place").dataset;
    rooms.forEach((room) => { room.disabled = alone || "closed" in room.dataset; });
    if (alone && online) online.checked = true;
    if (told.hidden === alone) told.hidden = !alone;
  }

  form.addEventListener("input", look);
  form.addEventListener("change", look);
  form.addEventListener("reset", () => setTimeout(look));  // once it has happened
  look();
}

document.querySelectorAll("form:has([data-online-only])").forEach(offer);
