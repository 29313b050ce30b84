// Passkeys: our server asks, the device answers. Without this script, or where the browser cannot, the forms stay hidden.
"use strict";

const able = window.PublicKeyCredential !== undefined && navigator.credentials !== undefined;

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** The server's JSON with its base64url turned into bytes, as the browser wants it. */
function understood(options) {
  const named = (keys) => (keys ?? []).map((key) => ({ ...key, id: bytes(key.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    excludeCredentials: named(options.excludeCredentials),
    allowCredentials: named(options.allowCredentials),
  };
}

/** What the device answered, with its bytes turned into base64url, as the server wants it. */
function told(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = words(credential.response[name]);
  }
  const { id, type } = credential;
  return { id, rawId: words(credential.rawId), type, response, clientExtensionResults: {} };
}

/** The server's answer, or an error whose message is a sentence for the reader. */
async function ask(address, options) {
  const answer = await fetch(address, { method: "POST", ...options });
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  if (!isJson) throw new Error("unreachable");
  const facts = await answer.json();
  if (!answer.ok) throw new Error(facts.sentence, { cause: "told" });
  return facts;
}

async function go(form) {
  const token = form.elements.csrf_token.value;
  const publicKey = understood(await ask(form.dataset.options, { body: new FormData(form) }));
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  const headers = { "Content-Type": "application/json", "X-CSRFToken": token };
  const { location } = await ask(form.action, { headers, body: JSON.stringify(told(credential)) });
  window.location.assign(location);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  form.hidden = !able;
  const complaint = form.querySelector("[data-complaint]");
  const says = (name) => form.querySelector(`[data-says=${name}]`).content.textContent;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    complaint.textContent = "";
    try {
      await go(form);
    } catch (error) {
      const sort = error instanceof DOMException ? "cancelled" : "unreachable";
      complaint.textContent = error.cause === "told" ? error.message : says(sort);
      button.disabled = false;
    }
  });
}
if (able) for (const sentence of document.querySelectorAll("[data-no-passkey]")) sentence.hidden = true;
