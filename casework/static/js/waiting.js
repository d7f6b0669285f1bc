// What the worker is making is looked at again by itself, as long as something waits: at most for three minutes, so that a
// page left open does not keep a session alive. The link "Look again" does the same by hand.
const PAUSE = 4000;
const MOST = 45;

export function startWaiting(region, said = document.querySelector("[data-waiting-words]"), looks = 0) {
  if (looks < MOST) setTimeout(() => look(region, said, looks + 1), PAUSE);
}

async function look(region, said, looks) {
  const reply = await fetch(location.href).catch(() => null);
  if (!reply?.ok || reply.redirected) return;
  const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById(region.id);
  if (!fresh) return;
  const held = region.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const focused = region.contains(document.activeElement);
  region.replaceWith(fresh);
  if (focused) ([...fresh.querySelectorAll("a")].find((each) => each.getAttribute("href") === held) ?? fresh).focus();
  if (said.textContent !== fresh.dataset.words) said.textContent = fresh.dataset.words;
  if ("waiting" in fresh.dataset) startWaiting(fresh, said, looks);
}
