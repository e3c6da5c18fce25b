// A server shows this page for addresses at any depth: the root is the nearest folder above that has the site's icon.
// The build writes MARK, the icon, above. All below waits for the answer, so that nothing is asked for in vain.

/** @param {string} folder */
function isRoot(folder) {
  const request = new XMLHttpRequest();
  request.open("GET", `${folder}assets/icon.svg`, false);
  try {
    request.send();
  } catch {
    return false;
  }
  return request.responseText.trim() === MARK;
}

const base = /** @type {HTMLBaseElement} */ (document.querySelector("base"));
const parts = location.pathname.split("/");
while (parts.length > 1) {
  parts.pop();
  const folder = `${parts.join("/")}/`;
  if (isRoot(folder)) {
    base.href = folder;
    break;
  }
}
