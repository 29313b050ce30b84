// A page that comes back with faults starts where they are listed.
document.querySelector(".summary")?.focus();
