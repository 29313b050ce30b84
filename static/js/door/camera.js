// The camera of the doors, in the app and on the page of the server: reads codes, keeps the screen awake, has a torch
// where the page has a button for it and the phone lets us.
"use strict";

globalThis.doorCamera = (() => {
  const SAME_CODE_AGAIN = 3000; // ms a code must be out of sight before it counts as shown again
  const BETWEEN_LOOKS = 120; // ms, so that a telephone stays cool
  const video = document.getElementById("view");
  const torch = document.getElementById("torch");
  let lastCode = "";
  let lastSeen = 0;
  let looking = false;
  let read = () => false;

  function is(state) {
    for (const line of document.querySelectorAll("#camera [data-when]")) line.hidden = line.dataset.when !== state;
    video.hidden = state !== "ready";
  }

  /** `read` says whether it took the code; one it could not take now is offered again. */
  function seen(text) {
    const now = Date.now();
    const again = text === lastCode && now - lastSeen < SAME_CODE_AGAIN;
    if (!again && !read(text)) return;
    lastCode = text;
    lastSeen = now;
  }

  async function look(detector) {
    if (looking) return;
    looking = true;
    for (;;) {
      if (!document.hidden && video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA) {
        const found = await detector.detect(video).catch(() => []); // a frame that cannot be read is followed by another
        if (found.length) seen(found[0].rawValue);
      }
      await new Promise((later) => setTimeout(later, BETWEEN_LOOKS));
    }
  }

  function stayAwake() {
    navigator.wakeLock?.request("screen").catch(() => {}); // where the browser lets us
  }

  async function start() {
    const api = globalThis.BarcodeDetectionAPI;
    if (!api || !navigator.mediaDevices) return is("off");
    is("asking");
    try {
      const wanted = { video: { facingMode: "environment" }, audio: false };
      video.srcObject = await navigator.mediaDevices.getUserMedia(wanted);
      await video.play();
    } catch (problem) {
      return is(problem.name === "NotAllowedError" ? "refused" : "missing");
    }
    try {
      const locateFile = () => document.querySelector("main").dataset.wasm;
      await api.prepareZXingModule({ overrides: { locateFile }, fireImmediately: true });
    } catch {
      return is("broken");
    }
    is("ready");
    const [track] = video.srcObject.getVideoTracks();
    track.addEventListener("ended", start); // another app took it, or the phone slept
    if (torch) torch.hidden = !track.getCapabilities?.().torch;
    stayAwake();
    return look(new api.BarcodeDetector({ formats: ["qr_code"] }));
  }

  torch?.addEventListener("click", () => {
    const on = torch.getAttribute("aria-pressed") !== "true";
    torch.setAttribute("aria-pressed", String(on));
    video.srcObject?.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: on }] }).catch(() => {});
  });

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || video.hidden) return;
    video.play().catch(start);
    stayAwake();
  });

  return {
    start: (take) => {
      read = take;
      return start();
    },
  };
})();
