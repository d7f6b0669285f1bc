// The token that every POST carries. It lives as long as the session, so after signing in again in another tab this page's
// copy is out of date: freshToken reads a new one from the page itself.

export function token(scope = document) {
  return (scope.querySelector('input[name="csrf_token"]') ?? document.querySelector('input[name="csrf_token"]'))?.value ?? "";
}

// Puts the new token into every form of this page; answers whether somebody is signed in.
export async function freshToken() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const value = token(page);
  if (!value) return false;
  document.querySelectorAll('input[name="csrf_token"]').forEach((input) => {
    input.value = value;
  });
  return true;
}
