// The token that every POST carries. It lives as long as the session: after signing in again in another tab the one on this
// page is out of date, and a new one is read from the page itself.

export function token() {
  return document.querySelector('input[name="csrf_token"]')?.value ?? "";
}

// Puts the session's present token into every form of this page. False where nobody is signed in, or it is the one we had.
export async function renewToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const value = page.querySelector('input[name="csrf_token"]')?.value;
  if (!value || value === token()) return false;
  document.querySelectorAll('input[name="csrf_token"]').forEach((input) => {
    input.value = value;
  });
  return true;
}

// 401: nobody is signed in. 400: somebody is again, but our token is of the session before.
export const isOutOfStep = (status) => status === 400 || status === 401;
